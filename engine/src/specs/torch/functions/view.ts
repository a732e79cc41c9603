/** Functions that give a tensor other sizes: view, reshape, expand, repeat. */
import {
  all,
  any,
  type Dim,
  divideExactly,
  divides,
  eq,
  floorDiv,
  ge,
  mul,
  product,
  unknown,
} from "../../../dims/index.ts";
import { shapeOf } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import { list } from "../../python.ts";
import type { Call, Shape } from "../../spec.ts";

/** The wanted sizes with a −1 filled in. Warns where a batch axis is folded into the rest. */
export function inferView(call: Call): Shape {
  const [input] = call.inputs;
  const wanted = shapeOf(call.args.shape);
  const free = wanted.flatMap((size, i) => (size === -1 ? [i] : []));
  if (free.length > 1) {
    call.fail({
      code: "reshape-args",
      stage: "forward",
      at: { arg: "shape", element: free[1]! },
      message: "can infer only one size, and several are -1",
      runtime: "only one dimension can be inferred",
      exception: "RuntimeError",
    });
    return wanted.map((size) => (size === -1 ? unknown : size));
  }
  for (const [i, size] of wanted.entries()) {
    if (size === -1) continue;
    const whole = typeof size !== "number" || Number.isInteger(size);
    const fine = call.require(ge(whole ? size : -1, 0), () => ({
      code: "reshape-args",
      stage: "forward",
      at: { arg: "shape", element: i },
      message: `cannot give an axis the size ${show(size)}`,
      runtime: whole
        ? `invalid shape dimension ${show(size)}`
        : `argument 'shape' must be tuple of ints, but found element of type float at pos ${i}`,
      exception: "RuntimeError",
    }));
    if (!fine) return null;
  }
  if (!input) return wanted.map((size) => (size === -1 ? unknown : size));
  const total = product(input);
  const known = product(wanted.filter((size) => size !== -1));
  if (free.length === 0) {
    call.require(eq(known, total), () => sizeProblem(input, wanted, total, known));
    return wanted;
  }
  if (known === 0) {
    call.fail({
      code: "reshape-args",
      stage: "forward",
      at: { arg: "shape" },
      message: `cannot infer a size beside a 0 in ${showShape(wanted)}`,
      runtime: `cannot reshape tensor of 0 elements into shape ${list(wanted)} because the unspecified dimension size -1 can be any value and is ambiguous`,
      exception: "RuntimeError",
    });
    return null;
  }
  call.require(divides(known, total), () => sizeProblem(input, wanted, total, known));
  const rest = divideExactly(total, known) ?? floorDiv(total, known);
  if (free[0] === 0) warnOfFoldedBatch(call, input, wanted, known, rest);
  return wanted.map((size) => (size === -1 ? rest : size));
}

/**
 * x.view(-1, k) is meant to keep the batch. Where k is more than one item has, or cuts through the maps of an item, it
 * silently takes other rows than the items of the batch. Smaller pieces are meant: view(-1, 4) of a list of boxes.
 */
function warnOfFoldedBatch(
  call: Call,
  input: readonly Dim[],
  wanted: readonly Dim[],
  known: Dim,
  rows: Dim,
): void {
  if (
    wanted.length !== 2 ||
    input.length < 2 ||
    typeof known !== "number" ||
    !input.slice(1).every((size) => typeof size === "number")
  )
    return;
  const tails = input.map((_, axis) => product(input.slice(axis + 1)));
  if (tails.includes(known) || input.at(-1) === known) return;
  const items = product(input.slice(1));
  const maps = input.length >= 4 ? product(input.slice(-2)) : items;
  if (typeof items !== "number" || typeof maps !== "number" || (known <= items && known <= maps)) return;
  call.fail({
    code: "batch-folded",
    stage: "forward",
    at: { arg: "shape" },
    severity: "warning",
    message: `views ${showShape(input)} as ${showShape([rows, known])}: an item has ${show(items)} values, not ${show(known)}, so the batch is mixed into the rows`,
    expected: items,
    received: known,
  });
}

/** Where the batch stays as it is: how many values an item has, and how many are left to it. */
function perItem(input: readonly Dim[], wanted: readonly Dim[], known: Dim): string {
  const [items] = input;
  if (input.length < 2 || wanted.length !== 1 || items !== wanted[0] || items !== known) return "";
  return `: each of the ${show(items)} has ${show(product(input.slice(1)))} values, not 1`;
}

const sizeProblem = (input: readonly Dim[], wanted: readonly Dim[], total: Dim, known: Dim) =>
  ({
    code: "reshape-size",
    stage: "forward",
    at: { arg: "shape" },
    message: `cannot view ${showShape(input)}, ${show(total)} elements, as ${showShape(wanted)}, ${wanted.includes(-1) ? `multiples of ${show(known)}` : show(known)}${perItem(input, wanted, known)}`,
    runtime: `shape '${list(wanted)}' is invalid for input of size ${show(total)}`,
    exception: "RuntimeError",
    expected: total,
    received: known,
  }) as const;

export function inferExpand(call: Call): Shape {
  const [input] = call.inputs;
  const sizes = shapeOf(call.args.sizes);
  if (!input) return sizes.map((size) => (size === -1 ? unknown : size));
  const added = sizes.length - input.length;
  if (added < 0) {
    call.fail({
      code: "expand",
      stage: "forward",
      at: { arg: "sizes" },
      message: `gives ${sizes.length} sizes to an input of ${input.length} axes: ${showShape(input)}`,
      runtime: `expand(${list(sizes)}): the number of sizes provided (${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${input.length})`,
      exception: "RuntimeError",
    });
    return null;
  }
  return sizes.map((size, i) => {
    const own = i < added ? undefined : input[i - added]!;
    if (size === -1) {
      if (own !== undefined) return own;
      call.fail({
        code: "expand",
        stage: "forward",
        at: { arg: "sizes", element: i },
        message: `cannot keep the size of axis ${i}: the input has no such axis`,
        runtime: `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${i}`,
        exception: "RuntimeError",
      });
      return unknown;
    }
    if (own === undefined)
      call.require(ge(size, 0), () => ({
        code: "expand",
        stage: "forward",
        at: { arg: "sizes", element: i },
        message: `cannot make an axis of size ${show(size)}`,
        runtime: `The expanded size of the tensor (${show(size)}) isn't allowed in a leading, non-existing dimension ${i}`,
        exception: "RuntimeError",
      }));
    else {
      call.require(all(ge(size, 0), any(eq(own, 1), eq(own, size))), () => ({
        code: "expand",
        stage: "forward",
        at: { arg: "sizes", element: i },
        message: `can expand axis ${i} only from 1 to ${show(size)}, it has ${show(own)}`,
        runtime: `The expanded size of the tensor (${show(size)}) must match the existing size (${show(own)}) at non-singleton dimension ${i}.  Target sizes: ${list(sizes)}.  Tensor sizes: ${list(input)}`,
        exception: "RuntimeError",
      }));
    }
    return size;
  });
}

/** A single number has no entries. */
export function scalarProblem(call: Call, name: string, exception: string): void {
  call.fail({
    code: "rank",
    stage: "forward",
    at: { input: 0 },
    message: "takes a tensor with axes, not a single number",
    runtime: `${name}() cannot be applied to a 0-dim tensor.`,
    exception,
  });
}

export function inferRepeat(call: Call): Shape {
  const [input] = call.inputs;
  const times = shapeOf(call.args.repeats);
  if (!input) return times.map(() => unknown);
  if (times.length < input.length) {
    call.fail({
      code: "expand",
      stage: "forward",
      at: { arg: "repeats" },
      message: `repeats ${times.length} axes of an input that has ${input.length}: ${showShape(input)}`,
      runtime: "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
      exception: "RuntimeError",
    });
    return null;
  }
  const added = times.length - input.length;
  call.require(all(...times.map((n) => ge(n, 0))), () => ({
    code: "argument-negative",
    stage: "forward",
    at: { arg: "repeats" },
    message: `cannot repeat ${times.map(show).join(" × ")} times`,
    runtime: `Trying to create tensor with negative dimension ${show(times.find((n) => typeof n === "number" && n < 0) ?? -1)}: ${list(times)}`,
    exception: "RuntimeError",
  }));
  return times.map((n, i) => (i < added ? n : mul(n, input[i - added]!)));
}
