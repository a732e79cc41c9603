/** Local response normalisation over neighbouring channels (Krizhevsky et al., 2012). */
import { ge } from "../../dims/index.ts";
import { dimOf, needInt, number } from "../arguments.ts";
import { rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { float } from "../python.ts";
import type { LayerSpec } from "../spec.ts";

/** https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html */
export const localResponseNorm: LayerSpec = {
  name: "LocalResponseNorm",
  kind: "layer",
  summary: "Divides each value by a power of the mean square of its neighbours in other channels.",
  docs: torchDocs("LocalResponseNorm"),
  functional: { name: "localResponseNorm" },
  params: [
    { ...needInt("size", "Channels that count, the value's own among them."), checkedAt: "forward" },
    number("alpha", "Weight of the mean square.", { default: 1e-4 }),
    number("beta", "The power.", { default: 0.75 }),
    number("k", "Added before the power is taken.", { default: 1 }),
  ],
  infer(call) {
    const [input] = call.inputs;
    if (!input) return [null];
    if (input.length < 3) {
      call.fail(
        rankProblem(
          `takes at least 3 axes, receives ${input.length}: ${showShape(input)}`,
          `Expected 3D or higher dimensionality                          input (got ${input.length} dimensions)`,
          "ValueError",
        ),
      );
      return [input];
    }
    const size = dimOf(call.args.size);
    // PyTorch gives an empty input back before it looks
    if (!input.includes(0))
      call.require(ge(size, 1), () => ({
        code: "kernel-size",
        stage: "forward",
        at: { arg: "size" },
        message: `needs a size of at least 1, not ${show(size)}`,
        runtime: `kernel size should be greater than zero, but got kH: ${show(size)} kW: 1`,
        exception: "RuntimeError",
      }));
    return [input];
  },
  macs: () => 0,
  repr: ({ size, alpha, beta, k }) =>
    `${show(dimOf(size))}, alpha=${float(alpha)}, beta=${float(beta)}, k=${float(k)}`,
};
