/**
 * Layers that keep the shape: activations, dropout, noise, masking.
 * https://js.tensorflow.org/api/latest/#layers.activation
 */
import { isOpen, isUnknown, unknown } from "../../dims/index.ts";
import { bool, int, isDim, isList, isUnknownArg, number, shape, word } from "../arguments.ts";
import { showShape } from "../layer.ts";
import type { LayerSpec, Param } from "../spec.ts";
import { activation, fieldProblem, isGiven, requireActivation, sizeOf } from "./arguments.ts";
import { layer, type Rules } from "./layer.ts";
import { json } from "./text.ts";

const same = (
  name: string,
  summary: string,
  params: readonly Param[] = [],
  more: Partial<Rules> = {},
): LayerSpec => layer({ name, summary, params, output: (_args, input) => [input], macs: () => 0, ...more });

const rate = number("rate", "Share of values to drop, 0 to 1.");
const noiseShape = shape("noiseShape", "Axes of size 1 are dropped together.");
const stddev = number("stddev", "Standard deviation of the noise.");

const prelu = same(
  "prelu",
  "ReLU whose slope below zero is learned.",
  [
    shape("sharedAxes", "Axes along which the slopes are shared, counted from 1."),
    word("alphaInitializer", "How the slopes start.", { default: "zeros" }),
  ],
  {
    check({ args, fail }) {
      const axes = args.sharedAxes;
      if (typeof axes !== "boolean" && typeof axes !== "string") return;
      fail(
        fieldProblem(
          "sharedAxes",
          "argument-value",
          `takes a number or a list of numbers as sharedAxes, not ${json(axes)}`,
          `Expected sharedAxes to be a number or an array of numbers, but got ${axes}`,
        ),
      );
    },
    weights(args, input) {
      const { sharedAxes } = args;
      const alpha = input.slice(1);
      // an axis past the last one makes the slopes longer, as an assignment past the end of an array does
      for (const axis of isList(sharedAxes) ? sharedAxes : isGiven(sharedAxes) ? [sharedAxes] : [])
        if (typeof axis === "number" && axis >= 1 && axis <= alpha.length + 1) alpha[axis - 1] = 1;
      return { alpha };
    },
  },
);

const elu = same(
  "elu",
  "x, eˣ − 1 below zero.",
  [number("alpha", "Scale below zero; 1 is the only one supported.", { default: 1 })],
  {
    check({ args, fail }) {
      const { alpha } = args;
      if (
        !isGiven(alpha) ||
        isUnknownArg(alpha) ||
        alpha === 1 ||
        (isDim(alpha) && typeof alpha !== "number")
      )
        return;
      fail({
        ...fieldProblem(
          "alpha",
          "argument-value",
          `supports no other alpha than 1, not ${json(alpha)}`,
          `Non-default alpha value (${json(alpha)}) is not supported by the ELU layer yet.`,
          "NotImplementedError",
        ),
        expected: 1,
        received: alpha,
      });
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
  readsConfig: "numTokens",
  output(args, input) {
    const last = input.at(-1)!;
    if (args.outputMode === "oneHot" && (isOpen(last) || (!isUnknown(last) && last !== 1)))
      return [[...input, sizeOf(args.numTokens)]];
    return [[...input.slice(0, -1), sizeOf(args.numTokens)]];
  },
  macs: () => 0,
});

const image = [int("height", "Rows of the output."), int("width", "Columns of the output.")];

const centerCrop = layer({
  name: "centerCrop",
  summary: "Cuts the middle out of images, or scales them where they are smaller.",
  params: image,
  readsConfig: "height",
  output: (args, input) => [
    input.map((size, axis) =>
      axis === input.length - 3 ? sizeOf(args.height) : axis === input.length - 2 ? sizeOf(args.width) : size,
    ),
  ],
  macs: () => 0,
});

/** Of a symbolic tensor it forgets the batch and takes the width for the channels; only on data it does what it says. */
const resizing = layer({
  name: "resizing",
  summary: "Scales images to a size.",
  params: [
    ...image,
    word("interpolation", "How it looks between cells.", {
      default: "bilinear",
      choices: ["bilinear", "nearest"],
    }),
    bool("cropToAspectRatio", "Whether corners are not aligned.", { default: false }),
  ],
  readsConfig: "height",
  output(args, input) {
    const size = [sizeOf(args.height), sizeOf(args.width)];
    return isOpen(input[0] ?? unknown)
      ? [[...size, input[2] ?? unknown]]
      : [[...input.slice(0, -3), ...size, input.at(-1) ?? unknown]];
  },
  macs: () => 0,
});

/** Layers whose declared shape says nothing of what they give: unknown. */
const unclear = (
  name: string,
  summary: string,
  params: readonly Param[] = [],
  readsConfig = "",
): LayerSpec => ({
  ...same(name, summary, params, readsConfig ? { readsConfig } : {}),
  infer: () => [null],
});

/** Layers that give what they get in inference. */
export const PASSED_THROUGH: readonly string[] = [
  "inputLayer",
  "identity",
  "dropout",
  "spatialDropout1d",
  "gaussianNoise",
  "gaussianDropout",
  "alphaDropout",
];

export const activationSpecs: readonly LayerSpec[] = [
  same("activation", "An activation by name.", [activation], {
    readsConfig: "activation",
    check: (call) => requireActivation(call),
  }),
  same("reLU", "max(x, 0), up to maxValue.", [number("maxValue", "Largest output.")]),
  same("leakyReLU", "x, times alpha below zero.", [number("alpha", "Slope below zero.", { default: 0.3 })]),
  elu,
  same("thresholdedReLU", "x above theta, else 0.", [number("theta", "The threshold.", { default: 1 })]),
  prelu,
  softmax,
  same("dropout", "Drops values at random in training.", [rate, noiseShape, int("seed", "Seed.")], {
    readsConfig: "rate",
  }),
  same("spatialDropout1d", "Drops whole channels at random in training.", [rate, int("seed", "Seed.")], {
    readsConfig: "rate",
    rank: 3,
  }),
  same("gaussianNoise", "Adds noise in training.", [stddev], { readsConfig: "stddev" }),
  same("gaussianDropout", "Multiplies with noise in training.", [rate], { readsConfig: "rate" }),
  same("alphaDropout", "Dropout that keeps mean and variance.", [rate, noiseShape], { readsConfig: "rate" }),
  same("masking", "Skips steps whose values all equal maskValue.", [
    number("maskValue", "The value.", { default: 0 }),
  ]),
  same(
    "rescaling",
    "x·scale + offset.",
    [number("scale", "Factor."), number("offset", "Summand.", { default: 0 })],
    { readsConfig: "scale" },
  ),
  categoryEncoding,
  centerCrop,
  resizing,
  unclear("randomWidth", "Changes the width at random."),
];
