/** Dropout: zeros at random in training, nothing in evaluation. */
import { bool, flagOf, number, numberOf } from "../arguments.ts";
import { rankProblem, showShape, torchDocs } from "../layer.ts";
import { float, bool as pyBool } from "../python.ts";
import type { LayerSpec } from "../spec.ts";

/** `training`: whether the function drops when nothing is said. As in PyTorch it does not look at any model. */
const dropout = (name: string, what: string, functional: string, training: boolean): LayerSpec => ({
  name,
  kind: "layer",
  summary: `Zeroes ${what} at random while training.`,
  docs: torchDocs(name),
  params: [
    number("p", "Probability of being zeroed.", { default: 0.5 }),
    bool("inplace", "Writes over the input.", { default: false }),
  ],
  functional: {
    name: functional,
    params: [
      number("p", "Probability of being zeroed.", { default: 0.5 }),
      bool("training", "Whether anything is zeroed at all.", { default: training }),
      bool("inplace", "Writes over the input.", { default: false }),
    ],
  },
  check({ args, fail }) {
    const p = numberOf(args.p);
    if (p !== undefined && (p < 0 || p > 1)) {
      fail({
        code: "argument-value",
        stage: "construct",
        at: { arg: "p" },
        message: `needs a probability between 0 and 1, not ${p}`,
        runtime: `dropout probability has to be between 0 and 1, but got ${p}`,
        exception: "ValueError",
      });
    }
  },
  infer(call) {
    const [input] = call.inputs;
    // the others only warn of a rank that they were not made for
    if (name === "Dropout1d" && input && input.length !== 2 && input.length !== 3)
      call.fail(
        rankProblem(
          `takes 2 or 3 axes, receives ${input.length}: ${showShape(input)}`,
          `dropout1d: Expected 2D or 3D input, but received a ${input.length}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
        ),
      );
    return [input!];
  },
  macs: () => 0,
  repr: (args) => `p=${float(args.p)}, inplace=${pyBool(flagOf(args.inplace))}`,
});

export const dropoutSpecs: readonly LayerSpec[] = [
  dropout("Dropout", "values", "dropout", true),
  dropout("Dropout1d", "channels", "dropout1d", true),
  dropout("Dropout2d", "channels", "dropout2d", true),
  dropout("Dropout3d", "channels", "dropout3d", true),
  dropout("AlphaDropout", "values", "alphaDropout", false),
  dropout("FeatureAlphaDropout", "channels", "featureAlphaDropout", false),
];
