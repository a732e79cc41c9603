/**
 * flatten, reshape, permute and repeatVector. With an open batch TensorFlow.js does not compare the sizes of a reshape:
 * the model builds and throws when it runs.
 * https://js.tensorflow.org/api/latest/#layers.reshape
 */
import {
  type Dim,
  divideExactly,
  divides,
  eq,
  floorDiv,
  isOpen,
  isUnknown,
  open,
  product,
  unknown,
} from "../../dims/index.ts";
import { int, isList, isUnknownArg, needShape } from "../arguments.ts";
import { show, showShape } from "../layer.ts";
import type { Args, Call, LayerSpec } from "../spec.ts";
import { type CheckCall, fieldProblem, sizeOf, sizesOf } from "./arguments.ts";
import { dataFormat } from "./image.ts";
import { inputProblem } from "./input-problem.ts";
import { layer } from "./layer.ts";
import { joined, json } from "./text.ts";

const flatten: LayerSpec = layer({
  name: "flatten",
  summary: "Joins all axes but the batch.",
  params: [dataFormat],
  minRank: 3,
  accept(call, input) {
    if (!input.slice(1).some(isOpen)) return true;
    call.fail(
      inputProblem(
        "flatten-open",
        `needs known sizes, receives ${showShape(input)}`,
        `The shape of the input to "Flatten" is not fully defined (got ${joined(input.slice(1))}). Make sure to pass a complete "input_shape" or "batch_input_shape" argument to the first layer in your model.`,
      ),
    );
    return false;
  },
  output: (_args, input) => [[input[0]!, product(input.slice(1))]],
  givenNothing: (_args, batch) => [[batch, unknown]],
  macs: () => 0,
  formula: (_args, input, output) => [`${input.slice(1).map(show).join(" · ")} = ${show(output[1]!)}`],
});

const reshape: LayerSpec = layer({
  name: "reshape",
  summary: "Gives the same values another shape.",
  params: [needShape("targetShape", "The new shape without the batch; one size may be −1.")],
  check({ args, given, fail }) {
    if (!("targetShape" in given))
      fail(
        fieldProblem(
          "targetShape",
          "argument-missing",
          "needs targetShape",
          "Cannot read properties of undefined (reading 'length')",
          "TypeError",
        ),
      );
    else if (args.targetShape === null || args.targetShape === undefined)
      fail(
        fieldProblem(
          "targetShape",
          "argument-missing",
          `needs targetShape, not ${json(args.targetShape)}`,
          `Cannot read properties of ${json(args.targetShape)} (reading 'length')`,
          "TypeError",
        ),
      );
  },
  accept(call, input) {
    const target = targetOf(call.args);
    return !target || sizesAgree(call, input.slice(1), target);
  },
  output: (args, input) => [reshaped(input, targetOf(args))],
  givenNothing: (args, batch) => [reshaped([batch, unknown], targetOf(args))],
  macs: () => 0,
});

/** The target with −1 and null alike as open. */
const targetOf = (args: Args): Dim[] | undefined =>
  sizesOf(args.targetShape)?.map((size) => (typeof size === "number" && size < 0 ? open : size));

function reshaped(input: readonly Dim[], target: readonly Dim[] | undefined): Dim[] {
  const batch = input[0]!;
  if (!target) return [batch, unknown];
  if (input.some(isOpen)) return [batch, ...target];
  const whole = product(input.slice(1));
  const known = product(target.filter((size) => !isOpen(size)));
  return [
    batch,
    ...target.map((size) => (isOpen(size) ? (divideExactly(whole, known) ?? floorDiv(whole, known)) : size)),
  ];
}

function sizesAgree(call: Call, from: readonly Dim[], target: readonly Dim[]): boolean {
  const message = "Total size of new array must be unchanged.";
  if (target.filter(isOpen).length > 1) {
    call.fail({
      ...reshapeProblem(`takes one −1 at most, not ${showShape(target)}`),
      runtime: "Can only specifiy one unknown dimension.",
    });
    return true;
  }
  const whole = product(from);
  if (isUnknown(whole)) return true;
  const known = product(target.filter((size) => !isOpen(size)));
  const fits = target.some(isOpen) ? divides(known, whole) : eq(whole, known);
  call.require(fits, () => ({
    ...reshapeProblem(
      `cannot give ${showShape(from)} (${show(whole)} values) the shape ${showShape(target)} (${target.some(isOpen) ? "a multiple of " : ""}${show(known)})`,
    ),
    runtime: message,
    expected: whole,
    received: known,
  }));
  return true;
}

const reshapeProblem = (message: string) =>
  ({
    code: "reshape-size",
    stage: "forward",
    at: { arg: "targetShape" },
    message,
    exception: "ValueError",
  }) as const;

const permute: LayerSpec = layer({
  name: "permute",
  summary: "Reorders the axes behind the batch.",
  params: [needShape("dims", "The new order, counted from 1.")],
  rank: (args) => (isList(args.dims) ? args.dims.length + 1 : undefined),
  check: checkPermute,
  output(args, input) {
    const dims = isList(args.dims) ? args.dims : undefined;
    return [
      [
        input[0]!,
        ...input
          .slice(1)
          .map((_, axis) => (typeof dims?.[axis] === "number" ? (input[dims[axis]] ?? unknown) : unknown)),
      ],
    ];
  },
  macs: () => 0,
});

function checkPermute({ args, fail }: CheckCall): void {
  const { dims } = args;
  if (isUnknownArg(dims)) return;
  if (dims === undefined || dims === null) {
    fail(
      fieldProblem(
        "dims",
        "argument-missing",
        "needs dims",
        "Required configuration field `dims` is missing during Permute constructor call.",
        "Error",
      ),
    );
  } else if (!isList(dims)) {
    fail(
      fieldProblem(
        "dims",
        "argument-type",
        `takes a list as dims, not ${json(dims)}`,
        `Permute constructor requires \`dims\` to be an Array, but received ${json(dims)} instead.`,
        "Error",
      ),
    );
  } else if (dims.every((dim) => typeof dim === "number" || dim === null) && !isPermutation(dims)) {
    fail(
      fieldProblem(
        "dims",
        "permute-dims",
        `needs each of 1 to ${dims.length} once as dims, not ${json(dims)}`,
        `Invalid permutation \`dims\`: ${json(dims)} \`dims\` must contain consecutive integers starting from 1.`,
        "Error",
      ),
    );
  }
}

/** Sorted as strings, as the library does: with more than nine axes no order passes. */
const isPermutation = (dims: readonly unknown[]): boolean =>
  [...dims].sort().every((dim, at) => dim === at + 1);

const repeatVector: LayerSpec = layer({
  name: "repeatVector",
  summary: "Repeats a vector along a new axis.",
  params: [int("n", "How often.", { required: true })],
  rank: 2,
  check({ given, fail }) {
    if (given.n === undefined)
      fail({
        ...fieldProblem(
          "n",
          "argument-missing",
          "needs n: how often to repeat",
          "Tensor must have a shape comprised of positive integers but got shape [,NaN].",
          "Error",
        ),
      });
  },
  output: (args, input) => [[input[0]!, args.n === undefined ? unknown : sizeOf(args.n), input[1]!]],
  macs: () => 0,
});

export const reshapeSpecs: readonly LayerSpec[] = [flatten, reshape, permute, repeatVector];
