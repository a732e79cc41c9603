/**
 * Layers that keep the shape: activations, dropout, noise, masking.
 * https://js.tensorflow.org/api/latest/#layers.activation
 */
import { type Dim, isUnknown } from "../../dims/index.ts";
import { bool, int, isList, number, shape, word } from "../arguments.ts";
import { showShape } from "../layer.ts";
import type { LayerSpec, Param } from "../spec.ts";
import { activation, isGiven, requireActivation, sizeOf } from "./arguments.ts";
import { layer, type Rules } from "./layer.ts";

const same = (
  name: string,
  summary: string,
  params: readonly Param[] = [],
  more: Partial<Rules> = {},
): LayerSpec => layer({ name, summary, params, output: (_args, input) => [input], macs: () => 0, ...more });

const rate = number("rate", "Share of values to drop, 0 to 1.");
const stddev = number("stddev", "Standard deviation of the noise.");

const prelu = same(
  "prelu",
  "ReLU whose slope below zero is learned.",
  [shape("sharedAxes", "Axes along which the slopes are shared, counted from 1.")],
  {
    weights(args, input) {
      const shared: readonly unknown[] = isList(args.sharedAxes)
        ? args.sharedAxes
        : isGiven(args.sharedAxes)
          ? [args.sharedAxes]
          : [];
      return { alpha: input.slice(1).map((size, axis): Dim => (shared.includes(axis + 1) ? 1 : size)) };
    },
  },
);

/** Without an axis it works on axis 1, whatever the rank, and only the last axis can be computed. */
const softmax = same(
  "softmax",
  "Values that sum to 1 along an axis.",
  [int("axis", "The axis; it must be the last one.", { default: 1 })],
  {
    accept(call, input) {
      const axis = sizeOf(call.args.axis ?? 1);
      if (typeof axis !== "number" || axis === -1 || axis === input.length - 1) return true;
      call.fail({
        code: "softmax-axis",
        stage: "forward",
        at: { arg: "axis" },
        message: `can work along the last axis only, not along axis ${axis} of ${showShape(input)}`,
        runtime: `Softmax along a non-last dimension is not yet supported. Logits was rank ${input.length} and dim was ${axis}`,
        exception: "Error",
        expected: -1,
        received: axis,
      });
      return true;
    },
  },
);

/** One vector a token: the last axis becomes numTokens, or a new one is added for oneHot. */
const categoryEncoding = layer({
  name: "categoryEncoding",
  summary: "Encodes category numbers as vectors.",
  params: [
    int("numTokens", "Number of categories.", { required: true }),
    word("outputMode", "How categories are written.", {
      default: "multiHot",
      choices: ["multiHot", "oneHot", "count"],
    }),
  ],
  output(args, input) {
    const last = input.at(-1)!;
    if (args.outputMode === "oneHot" && !isUnknown(last) && last !== 1)
      return [[...input, sizeOf(args.numTokens)]];
    return [[...input.slice(0, -1), sizeOf(args.numTokens)]];
  },
  macs: () => 0,
});

/** Layers whose declared shape says nothing of what they give: unknown. */
const unclear = (name: string, summary: string): LayerSpec => ({
  ...same(name, summary),
  infer: () => [null],
});

export const activationSpecs: readonly LayerSpec[] = [
  same("activation", "An activation by name.", [activation], { check: (call) => requireActivation(call) }),
  same("reLU", "max(x, 0), up to maxValue.", [number("maxValue", "Largest output.")]),
  same("leakyReLU", "x, times alpha below zero.", [number("alpha", "Slope below zero.", { default: 0.3 })]),
  same("elu", "x, alpha·(eˣ − 1) below zero.", [number("alpha", "Scale below zero.", { default: 1 })]),
  same("thresholdedReLU", "x above theta, else 0.", [number("theta", "The threshold.", { default: 1 })]),
  prelu,
  softmax,
  same("dropout", "Drops values at random in training.", [
    rate,
    shape("noiseShape", "Axes of size 1 are dropped together."),
    int("seed", "Seed."),
  ]),
  same("spatialDropout1d", "Drops whole channels at random in training.", [rate, int("seed", "Seed.")], {
    rank: 3,
  }),
  same("gaussianNoise", "Adds noise in training.", [stddev]),
  same("gaussianDropout", "Multiplies with noise in training.", [rate]),
  same("alphaDropout", "Dropout that keeps mean and variance.", [
    rate,
    shape("noiseShape", "Axes of size 1 are dropped together."),
  ]),
  same("masking", "Skips steps whose values all equal maskValue.", [
    number("maskValue", "The value.", { default: 0 }),
  ]),
  same("rescaling", "x·scale + offset.", [
    number("scale", "Factor."),
    number("offset", "Summand.", { default: 0 }),
  ]),
  same("identity", "Gives its input back.", [bool("trainable", "Has no weights.")]),
  categoryEncoding,
  unclear("resizing", "Scales images to a size."),
  unclear("centerCrop", "Cuts the middle out of images."),
  unclear("randomWidth", "Changes the width at random."),
];
