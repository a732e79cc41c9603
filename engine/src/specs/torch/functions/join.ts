/** Functions that join tensors or take them apart: cat, stack, chunk, split. */
import {
  all,
  ceilDiv,
  type Dim,
  divideExactly,
  eq,
  ge,
  isUnknown,
  sub,
  sum,
  unknown,
} from "../../../dims/index.ts";
import { dimOf, int, isList, needInt, shapeOf } from "../../arguments.ts";
import { MOST, withinBudget } from "../../budget.ts";
import { show, showShape } from "../../layer.ts";
import { list } from "../../python.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { checkDim } from "../dim.ts";
import { define } from "./define.ts";

const dim = int("dim", "The axis.", { default: 0 });

function inferCat(call: Call): Shape {
  const { inputs } = call;
  if (inputs.length === 0) {
    call.fail({
      code: "cat-empty",
      stage: "forward",
      at: "call",
      message: "has nothing to join",
      runtime: "torch.cat(): expected a non-empty list of Tensors",
      exception: "RuntimeError",
    });
    return null;
  }
  const scalar = inputs.findIndex((shape) => shape?.length === 0);
  if (scalar >= 0) {
    call.fail({
      code: "cat-rank",
      stage: "forward",
      at: { input: scalar },
      message: "joins tensors with axes, not single numbers",
      runtime: `zero-dimensional tensor (at position ${scalar}) cannot be concatenated`,
      exception: "RuntimeError",
    });
    return null;
  }
  // a 1-d empty tensor is skipped, whatever the rank of the others
  const parts = inputs
    .map((shape, index) => ({ shape, index }))
    .filter(({ shape }) => !(shape?.length === 1 && shape[0] === 0));
  const first = parts.find(({ shape }) => shape !== null);
  if (!first?.shape) return parts.length === 0 ? [0] : null;
  const axis = checkDim(call, dimOf(call.args.dim), first.shape.length, { arg: "dim" });
  if (axis === undefined) return null;
  let known = parts.every(({ shape }) => shape !== null);
  for (const { shape, index } of parts) {
    if (!shape || shape === first.shape) continue;
    if (shape.length !== first.shape.length) {
      call.fail({
        code: "cat-rank",
        stage: "forward",
        at: { input: index },
        message: `joins tensors of equal rank, receives ${showShape(first.shape)} and ${showShape(shape)}`,
        runtime: `Tensors must have same number of dimensions: got ${first.shape.length} and ${shape.length}`,
        exception: "RuntimeError",
      });
      known = false;
      break;
    }
    const expected = first.shape;
    for (const [i, size] of shape.entries()) {
      if (i === axis) continue;
      const fine = call.require(eq(size, expected[i]!), () => ({
        code: "cat-size",
        stage: "forward",
        at: { input: index, axis: i },
        message: `joins on axis ${axis} and needs equal sizes elsewhere: axis ${i} has ${show(expected[i]!)} in ${showShape(expected)} and ${show(size)} in ${showShape(shape)}`,
        runtime: `Sizes of tensors must match except in dimension ${axis}. Expected size ${show(expected[i]!)} but got size ${show(size)} for tensor number ${index} in the list.`,
        exception: "RuntimeError",
        expected: expected[i]!,
        received: size,
      }));
      if (!fine) break;
    }
  }
  const total = known ? sum(parts.map(({ shape }) => shape![axis]!)) : unknown;
  return first.shape.map((size, i) =>
    i === axis
      ? total
      : isUnknown(size)
        ? (parts.map(({ shape }) => shape?.[i]).find((s) => s !== undefined && !isUnknown(s)) ?? size)
        : size,
  );
}

function inferStack(call: Call): Shape {
  const { inputs } = call;
  const [first] = inputs;
  if (inputs.length === 0) {
    call.fail({
      code: "cat-empty",
      stage: "forward",
      at: "call",
      message: "has nothing to join",
      runtime: "stack expects a non-empty TensorList",
      exception: "RuntimeError",
    });
    return null;
  }
  if (!first) return null;
  const axis = checkDim(call, dimOf(call.args.dim), first.length + 1, { arg: "dim" });
  for (const [index, shape] of inputs.entries()) {
    if (!shape) continue;
    const problem = () =>
      ({
        code: "stack-size",
        stage: "forward",
        at: { input: index },
        message: `joins tensors of one shape, receives ${showShape(first)} and ${showShape(shape)}`,
        runtime: `stack expects each tensor to be equal size, but got ${list(first)} at entry 0 and ${list(shape)} at entry ${index}`,
        exception: "RuntimeError",
      }) as const;
    if (shape.length !== first.length) {
      call.fail(problem());
      break;
    }
    if (!call.require(all(...shape.map((size, i) => eq(size, first[i]!))), problem)) break;
  }
  return axis === undefined ? null : [...first.slice(0, axis), inputs.length, ...first.slice(axis)];
}

function inferChunk(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const chunks = dimOf(call.args.chunks);
  if (
    !call.require(ge(chunks, 1), () => ({
      code: "chunk",
      stage: "forward",
      at: { arg: "chunks" },
      message: `needs a positive number of chunks, not ${show(chunks)}`,
      runtime: `chunk expects \`chunks\` to be greater than 0, got: ${show(chunks)}`,
      exception: "RuntimeError",
    }))
  )
    return [null];
  const countable = typeof chunks === "number" && chunks <= MOST.parts;
  if (!input) return countable ? new Array<Shape>(chunks).fill(null) : [null];
  if (input.length === 0) return scalarProblem(call, "chunk");
  const axis = checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  if (axis === undefined) return [null];
  const size = input[axis]!;
  const each = ceilDiv(size, chunks);
  if (typeof chunks !== "number") return [replaced(input, axis, unknown)];
  // a free size gives equal parts only where it is a multiple; else their sizes, and even their number, are open
  if ((typeof size !== "number" || typeof each !== "number") && !countable)
    return [replaced(input, axis, unknown)];
  if (typeof size !== "number" || typeof each !== "number")
    return new Array<Shape>(chunks).fill(replaced(input, axis, divideExactly(size, chunks) ?? unknown));
  const parts = size === 0 ? chunks : Math.ceil(size / each);
  if (!withinBudget(call, { what: "parts", asked: parts, at: { arg: "chunks" } })) return [null];
  if (size === 0) return new Array<Shape>(chunks).fill(input);
  return pieces(size, each).map((part) => replaced(input, axis, part));
}

/** A single number has no axis to take apart. */
function scalarProblem(call: Call, name: string): readonly Shape[] {
  call.fail({
    code: "rank",
    stage: "forward",
    at: { input: 0 },
    message: "takes a tensor with axes, not a single number",
    runtime: `${name} expects at least a 1-dimensional tensor`,
    exception: "RuntimeError",
  });
  return [null];
}

const replaced = (shape: readonly Dim[], axis: number, size: Dim): readonly Dim[] =>
  shape.map((own, i) => (i === axis ? size : own));

/** `size` in parts of `each`; the last may be smaller. An empty axis gives one empty part. */
function pieces(size: number, each: number): number[] {
  if (size === 0 || each <= 0) return [size];
  const parts: number[] = [];
  for (let from = 0; from < size; from += each) parts.push(Math.min(each, size - from));
  return parts;
}

function inferSplit(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  if (!input) return isList(call.args.splitSize) ? call.args.splitSize.map(() => null) : [null];
  if (input.length === 0) return scalarProblem(call, "split");
  const axis = checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  if (axis === undefined) return [null];
  const size = input[axis]!;
  if (isList(call.args.splitSize)) {
    const sizes = shapeOf(call.args.splitSize);
    const total = sum(sizes);
    call.require(all(eq(total, size), ...sizes.map((part) => ge(part, 0))), () => ({
      code: "split-sizes",
      stage: "forward",
      at: { arg: "splitSize" },
      message: `splits an axis of ${show(size)} into ${sizes.map(show).join(" + ")} = ${show(total)}`,
      runtime: `split_with_sizes expects split_sizes to sum exactly to ${show(size)} (input tensor's size at dimension ${axis}), but got split_sizes=${list(sizes)}`,
      exception: "RuntimeError",
    }));
    return sizes.map((part) => replaced(input, axis, part));
  }
  const each = dimOf(call.args.splitSize);
  const positive = call.require(ge(each, typeof size === "number" && size === 0 ? 0 : 1), () => ({
    code: "split-sizes",
    stage: "forward",
    at: { arg: "splitSize" },
    message: `needs a positive splitSize, not ${show(each)}`,
    runtime:
      each === 0
        ? `split_size can only be 0 if dimension size is 0, but got dimension size of ${show(size)}`
        : `split expects split_size be non-negative, but got split_size=${show(each)}`,
    exception: "RuntimeError",
  }));
  if (!positive || typeof size !== "number" || typeof each !== "number")
    return [replaced(input, axis, positive ? unknown : sub(size, 0))];
  const parts = Math.ceil(size / each);
  if (!withinBudget(call, { what: "parts", asked: parts, at: { arg: "splitSize" } })) return [null];
  return pieces(size, each).map((part) => replaced(input, axis, part));
}

export const joinFunctions: readonly LayerSpec[] = [
  define("cat", "Tensors one after the other along an axis.", [dim], inferCat, { inputs: ["..."] }),
  define("stack", "Tensors side by side along a new axis.", [dim], inferStack, { inputs: ["..."] }),
  define("chunk", "An axis in a number of parts.", [needInt("chunks", "How many parts."), dim], inferChunk, {
    margins: true,
  }),
  define(
    "split",
    "An axis in parts of given sizes.",
    [{ name: "splitSize", kind: "ints", required: true, doc: "Size of each part, or all sizes." }, dim],
    inferSplit,
    { margins: true },
  ),
];
