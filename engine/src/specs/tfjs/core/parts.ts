/** Operations that take parts out of a tensor: slices, entries, equal pieces. */

import {
  add,
  type Dim,
  divideExactly,
  divides,
  eq,
  floorDiv,
  ge,
  isUnknown,
  le,
  sub,
  sum,
  unknown,
} from "../../../dims/index.ts";
import { int, isList, isUnknownArg, needInt, needShape, number, shape } from "../../arguments.ts";
import { MOST } from "../../budget.ts";
import { show } from "../../layer.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { sizeOf } from "../arguments.ts";
import { operation, operationProblem } from "./define.ts";
import { axisOf, onOne, sizesOf } from "./shape.ts";

type Sizes = readonly Dim[];
const axis = int("axis", "The axis.", { default: 0 });

const slice = onOne((call, input) => {
  const begin = sizesOf(call.args.begin);
  const size = sizesOf(call.args.size);
  if (isUnknownArg(call.args.size)) return input.map(() => unknown);
  return input.map((whole, at) => {
    const from = begin ? (begin[at] ?? 0) : unknown;
    const asked = size?.[at];
    if (typeof from === "number" && from < 0) {
      call.fail(
        operationProblem(
          "slice-range",
          { arg: "begin" },
          `begins at ${from} of axis ${at}: a slice begins at 0 or behind it`,
          "slice() does not support negative begin indexing.",
        ),
      );
      return unknown;
    }
    if (asked === undefined || asked === -1 || (isUnknown(asked) && size?.length === undefined))
      return sub(whole, from);
    call.require(le(add(from, asked), whole), () =>
      operationProblem(
        "slice-range",
        { arg: "size" },
        `takes ${show(asked)} from ${show(from)} on of axis ${at}, which has ${show(whole)}`,
        `Error in slice${input.length}D: begin[${at}] + size[${at}] (${show(add(from, asked))}) would overflow input.shape[${at}] (${show(whole)})`,
      ),
    );
    return asked;
  });
});

function gather(call: Call): readonly Shape[] {
  const [input, indices] = call.inputs;
  if (!input || !indices) return [null];
  const at = axisOf(call, call.args.axis, input.length);
  const batch = sizeOf(call.args.batchDims ?? 0);
  if (at === undefined || typeof batch !== "number") return [null];
  const skip = batch < 0 ? batch + indices.length : batch;
  const wrong = (runtime: string, why: string): void =>
    call.fail(operationProblem("gather-batch", { arg: "batchDims" }, why, runtime));
  if (skip < 0 || skip > indices.length)
    wrong(
      `Expect batchDims in the range of [-${indices.length}, ${indices.length}], but got ${batch}`,
      `shares ${batch} axes with indices of ${indices.length}`,
    );
  else if (skip > at)
    wrong(
      `batchDims (${skip}) must be less than or equal to axis (${at}).`,
      `shares ${skip} axes, more than stand in front of axis ${at}`,
    );
  else
    for (let i = 0; i < skip; i++)
      call.require(eq(input[i]!, indices[i]!), () =>
        operationProblem(
          "gather-batch",
          { input: 1 },
          `shares axis ${i}, which has ${show(input[i]!)} in one and ${show(indices[i]!)} in the other`,
          `x.shape[${i}]: ${show(input[i]!)} should be equal to indices.shape[${i}]: ${show(indices[i]!)}.`,
        ),
      );
  return [[...input.slice(0, at), ...indices.slice(Math.max(skip, 0)), ...input.slice(at + 1)]];
}

function split(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const parts = call.args.numOrSizeSplits;
  const at = input ? axisOf(call, call.args.axis, input.length) : undefined;
  const replaced = (size: Dim): Shape =>
    input && at !== undefined ? input.map((old, i) => (i === at ? size : old)) : null;
  const whole = input && at !== undefined ? input[at]! : unknown;
  if (typeof parts === "number") {
    call.require(divides(parts, whole), () =>
      operationProblem(
        "split-sizes",
        { arg: "numOrSizeSplits" },
        `splits ${show(whole)} into ${parts} equal parts`,
        "Number of splits must evenly divide the axis.",
      ),
    );
    if (parts > MOST.parts) return [null];
    return new Array<Shape>(Math.max(parts, 0)).fill(
      replaced(divideExactly(whole, parts) ?? floorDiv(whole, parts)),
    );
  }
  if (!isList(parts)) return [null];
  const sizes = (parts as Sizes).map(sizeOf);
  if (sizes[0] === -1) {
    call.fail(
      operationProblem(
        "split-sizes",
        { arg: "numOrSizeSplits" },
        "cannot find the size of its first part: TensorFlow.js miscounts −1 in the first place",
        "The sum of sizes must match the size of the axis dimension.",
      ),
    );
    return sizes.map((size, i) => replaced(i === 0 ? sub(whole, sum(sizes.slice(1))) : size));
  }
  if (!sizes.includes(-1)) {
    call.require(eq(sum(sizes), whole), () =>
      operationProblem(
        "split-sizes",
        { arg: "numOrSizeSplits" },
        `splits ${show(whole)} into parts that sum to ${show(sum(sizes))}`,
        "The sum of sizes must match the size of the axis dimension.",
      ),
    );
    return sizes.map(replaced);
  }
  const rest = sub(whole, sum(sizes.filter((size) => size !== -1)));
  call.require(ge(rest, 0), () =>
    operationProblem(
      "split-sizes",
      { arg: "numOrSizeSplits" },
      `splits ${show(whole)} into larger parts`,
      "The sum of sizes must match the size of the axis dimension.",
    ),
  );
  return sizes.map((size) => replaced(size === -1 ? rest : size));
}

function oneHot(call: Call): readonly Shape[] {
  const [indices] = call.inputs;
  const { depth } = call.args;
  if (typeof depth === "number" && depth < 2)
    call.fail(
      operationProblem(
        "argument-value",
        { arg: "depth" },
        `needs a depth of at least 2, not ${depth}`,
        `Error in oneHot: depth must be >=2, but it is ${depth}`,
      ),
    );
  return [indices ? [...indices, sizeOf(depth)] : null];
}

function unstack(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const at = input ? axisOf(call, call.args.axis, input.length) : undefined;
  const count = input && at !== undefined ? input[at]! : unknown;
  if (typeof count !== "number" || count > MOST.parts) return [null];
  return new Array<Shape>(count).fill(input!.filter((_, i) => i !== at));
}

const begin = needShape("begin", "The first entry of each axis.");
const count = shape("size", "How many entries of each axis; −1 for the rest.");

export const partOperations: readonly LayerSpec[] = [
  ...["slice", "slice1d", "slice2d", "slice3d", "slice4d"].map((name) =>
    operation(name, "A part of it.", [begin, count], slice, { margins: true }),
  ),
  operation(
    "gather",
    "Entries of an axis by number.",
    [axis, int("batchDims", "Axes that both share.", { default: 0 })],
    gather,
    { inputs: ["x", "indices"] },
  ),
  operation(
    "split",
    "Parts along an axis.",
    [shape("numOrSizeSplits", "How many equal parts, or their sizes."), axis],
    split,
    { margins: true },
  ),
  operation(
    "oneHot",
    "A row for each index, 1 at its place.",
    [
      needInt("depth", "Length of a row."),
      number("onValue", "The value at its place.", { default: 1 }),
      number("offValue", "The value elsewhere.", { default: 0 }),
    ],
    oneHot,
    { inputs: ["indices"] },
  ),
  operation("unstack", "The entries of an axis.", [axis], unstack),
];
