/**
 * batchNormalization and layerNormalization. Running statistics count as parameters, as in model.summary().
 * https://js.tensorflow.org/api/latest/#layers.batchNormalization
 */
import { type Dim, isOpen, mul, product, unknown } from "../../dims/index.ts";
import { bool, flagOf, int, isList, isUnknownArg, number, shape, word } from "../arguments.ts";
import { showShape } from "../layer.ts";
import type { Args, Call, LayerSpec } from "../spec.ts";
import { type CheckCall, fieldProblem, requireInitializers, sizeOf } from "./arguments.ts";
import { inputProblem } from "./input-problem.ts";
import { layer } from "./layer.ts";
import { json } from "./text.ts";

const shared = [
  number("epsilon", "Added to the variance.", { default: 1e-3 }),
  bool("center", "Whether an offset is learned.", { default: true }),
  bool("scale", "Whether a factor is learned.", { default: true }),
  word("betaInitializer", "How the offset starts.", { default: "zeros" }),
  word("gammaInitializer", "How the factor starts.", { default: "ones" }),
];

const learned = (args: Args, sizes: readonly Dim[]): Record<string, readonly Dim[]> => ({
  ...(flagOf(args.scale ?? true) !== false && { gamma: sizes }),
  ...(flagOf(args.center ?? true) !== false && { beta: sizes }),
});

/** Built for any rank, computed up to rank 4. */
function requireFewAxes(call: Call, input: readonly Dim[]): void {
  if (input.length <= 4) return;
  call.fail({
    ...inputProblem(
      "norm-rank",
      `cannot run on more than 4 axes, receives ${input.length}: ${showShape(input)}`,
      `batchNormalization is not implemented for array of rank ${input.length} yet`,
      "NotImplementedError",
    ),
    expected: 4,
    received: input.length,
  });
}

const batchNormalization: LayerSpec = layer({
  name: "batchNormalization",
  summary: "Normalises each channel over the batch.",
  params: [
    int("axis", "Axis of the channels.", { default: -1 }),
    number("momentum", "Weight of the old running statistics.", { default: 0.99 }),
    ...shared,
    word("movingMeanInitializer", "How the running mean starts.", { default: "zeros" }),
    word("movingVarianceInitializer", "How the running variance starts.", { default: "ones" }),
  ],
  check: requireInitializers,
  accept(call, input) {
    requireFewAxes(call, input);
    const axis = sizeOf(call.args.axis ?? -1);
    if (typeof axis !== "number") return true;
    const at = axis >= 0 ? axis : axis + input.length;
    const size = input[at];
    if (size !== undefined && !isOpen(size)) return true;
    call.fail({
      ...inputProblem(
        "norm-axis",
        `needs a known size on axis ${at}, receives ${showShape(input)}`,
        `Axis ${at} of input tensor should have a defined dimension but the layer received an input with shape ${json(input)}.`,
      ),
      ...("axis" in call.args && { at: { arg: "axis" } }),
    });
    return false;
  },
  output: (_args, input) => [input],
  weights(args, input) {
    const axis = sizeOf(args.axis ?? -1);
    const channels = typeof axis === "number" ? (input.at(axis) ?? unknown) : unknown;
    return { ...learned(args, [channels]), moving_mean: [channels], moving_variance: [channels] };
  },
  macs: (_args, input) => mul(2, product(input)),
});

const layerNormalization: LayerSpec = layer({
  name: "layerNormalization",
  summary: "Normalises each example over its axes.",
  params: [shape("axis", "The axes.", { default: -1 }), ...shared],
  check(call) {
    checkAxis(call);
    requireInitializers(call);
  },
  accept(call, input) {
    requireFewAxes(call, input);
    return axesFit(call, input);
  },
  output: (_args, input) => [input],
  weights: (args, input) =>
    learned(args, axesOf(args)?.map((axis) => input.at(axis) ?? unknown) ?? [unknown]),
  macs: (_args, input) => mul(2, product(input)),
});

function axesOf(args: Args): number[] | undefined {
  const axis = args.axis ?? -1;
  const list: readonly unknown[] = isList(axis) ? axis : [axis];
  return list.every((at) => typeof at === "number") ? [...(list as number[])] : undefined;
}

function checkAxis({ args, fail }: CheckCall): void {
  const { axis } = args;
  if (axis === undefined || axis === null || isUnknownArg(axis)) return;
  const refuse = (expected: string, received: unknown): void =>
    fail(
      fieldProblem(
        "axis",
        "argument-value",
        `takes ${expected} as axis, not ${json(received)}`,
        `Expected axis to be ${expected}, but received ${json(received)}`,
        "Error",
      ),
    );
  if (typeof axis === "number" && !Number.isInteger(axis)) refuse("an integer", axis);
  else if (isList(axis) && axis.some((at) => typeof at === "number" && !Number.isInteger(at)))
    refuse("an array of integers", axis);
  else if (typeof axis === "string" || typeof axis === "boolean")
    refuse("an integer or an array of integers", axis);
}

function axesFit(call: Call, input: readonly Dim[]): boolean {
  const axes = axesOf(call.args)?.map((axis) => (axis < 0 ? axis + input.length : axis));
  if (!axes) return true;
  const outside = axes.find((axis) => axis < 0 || axis >= input.length);
  const fail = (message: string, runtime: string): boolean => {
    call.fail({
      code: "dim-range",
      stage: "forward",
      at: { arg: "axis" },
      message,
      runtime,
      exception: "Error",
    });
    return false;
  };
  if (outside !== undefined)
    return fail(`has no axis ${outside} in ${showShape(input)}`, `Invalid axis: ${outside}`);
  return (
    new Set(axes).size === axes.length ||
    fail(`names an axis twice: ${axes.join(", ")}`, `Found duplicate axes in: ${axes.join(",")}`)
  );
}

export const normSpecs: readonly LayerSpec[] = [batchNormalization, layerNormalization];
