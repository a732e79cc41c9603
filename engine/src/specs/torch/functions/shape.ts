/** Functions that rearrange axes: view, reshape, permute, transpose, squeeze, unsqueeze, flatten, expand, select, … */
import {
  add,
  all,
  any,
  type Dim,
  decide,
  divideExactly,
  divides,
  eq,
  floorDiv,
  ge,
  isUnknown,
  mul,
  product,
  sub,
  unknown,
} from "../../../dims/index.ts";
import { dimOf, isList, needInt, needShape, shape, shapeOf } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import { list } from "../../python.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { checkDim } from "../dim.ts";
import { endDim, inferFlatten, startDim } from "../reshape.ts";
import { define } from "./define.ts";

/** The wanted sizes with a −1 filled in. Warns where a batch axis is folded into the rest. */
function inferView(call: Call): Shape {
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

const sizeProblem = (input: readonly Dim[], wanted: readonly Dim[], total: Dim, known: Dim) =>
  ({
    code: "reshape-size",
    stage: "forward",
    at: { arg: "shape" },
    message: `cannot view ${showShape(input)}, ${show(total)} elements, as ${showShape(wanted)}, ${wanted.includes(-1) ? `multiples of ${show(known)}` : show(known)}`,
    runtime: `shape '${list(wanted)}' is invalid for input of size ${show(total)}`,
    exception: "RuntimeError",
    expected: total,
    received: known,
  }) as const;

const shapeParam = needShape("shape", "The wanted sizes; one may be -1.");

function inferPermute(call: Call): Shape {
  const [input] = call.inputs;
  const dims = shapeOf(call.args.dims);
  if (!input) return dims.map(() => unknown);
  if (dims.length !== input.length) {
    call.fail({
      code: "permute-dims",
      stage: "forward",
      at: { arg: "dims" },
      message: `orders ${dims.length} axes of an input that has ${input.length}: ${showShape(input)}`,
      runtime: `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${input.length} is not equal to len(dims) = ${dims.length}`,
      exception: "RuntimeError",
    });
    return dims.map(() => unknown);
  }
  const order = dims.map((dim, i) => checkDim(call, dim, input.length, { arg: "dims", element: i }));
  if (order.some((axis) => axis === undefined)) return dims.map(() => unknown);
  const repeated = order.findIndex((axis, i) => order.indexOf(axis) !== i);
  if (repeated >= 0) {
    call.fail({
      code: "permute-dims",
      stage: "forward",
      at: { arg: "dims", element: repeated },
      message: `names axis ${order[repeated]} twice`,
      runtime: "permute(): duplicate dims are not allowed.",
      exception: "RuntimeError",
    });
  }
  return order.map((axis) => input[axis!]!);
}

function inferTranspose(call: Call): Shape {
  const [input] = call.inputs;
  if (!input) return null;
  const a = checkDim(call, dimOf(call.args.dim0), input.length, { arg: "dim0" });
  const b = checkDim(call, dimOf(call.args.dim1), input.length, { arg: "dim1" });
  if (a === undefined || b === undefined) return input.map(() => unknown);
  if (input.length === 0) return input;
  return input.map((size, i) => (i === a ? input[b]! : i === b ? input[a]! : size));
}

function inferSqueeze(call: Call): Shape {
  const [input] = call.inputs;
  if (!input) return null;
  if (call.args.dim === null || call.args.dim === undefined) {
    if (input.some((size) => typeof size !== "number")) {
      // a free size could be 1: the rank is not known, but for sizes that cannot be
      if (input.some((size) => typeof size !== "number" && !cannotBeOne(size))) return squeezeFree(input);
    }
    return input.filter((size) => size !== 1);
  }
  const asked = isList(call.args.dim) ? call.args.dim.map(dimOf) : [dimOf(call.args.dim)];
  const dims = asked.map((dim, i) =>
    checkDim(call, dim, input.length, isList(call.args.dim) ? { arg: "dim", element: i } : { arg: "dim" }),
  );
  if (dims.some((dim) => dim === undefined)) return null;
  // an axis that may be 1 may vanish
  if (dims.some((dim) => input[dim!] !== undefined && decide(eq(input[dim!]!, 1)) === undefined)) return null;
  return input.filter((size, i) => !(dims.includes(i) && size === 1));
}

/** Symbols stand for sizes in general; a batch of exactly one is the exception that nobody writes `squeeze()` for. */
const squeezeFree = (input: readonly Dim[]): Shape =>
  input.some(isUnknown) ? null : input.filter((size) => size !== 1);
const cannotBeOne = (size: Dim): boolean => !isUnknown(size);

function inferUnsqueeze(call: Call): Shape {
  const [input] = call.inputs;
  if (!input) return null;
  const dim = checkDim(call, dimOf(call.args.dim), input.length + 1, { arg: "dim" });
  return dim === undefined ? null : [...input.slice(0, dim), 1, ...input.slice(dim)];
}

function inferExpand(call: Call): Shape {
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
function scalarProblem(call: Call, name: string, exception: string): void {
  call.fail({
    code: "rank",
    stage: "forward",
    at: { input: 0 },
    message: "takes a tensor with axes, not a single number",
    runtime: `${name}() cannot be applied to a 0-dim tensor.`,
    exception,
  });
}

function inferSelect(call: Call): Shape {
  const [input] = call.inputs;
  if (!input) return null;
  if (input.length === 0) {
    scalarProblem(call, "select", "IndexError");
    return null;
  }
  const dim = checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  if (dim === undefined) return null;
  const size = input[dim]!;
  const index = dimOf(call.args.index);
  call.require(all(ge(index, mul(-1, size)), ge(sub(size, 1), index)), () => ({
    code: "index-range",
    stage: "forward",
    at: { arg: "index" },
    message: `has no entry ${show(index)} on axis ${dim}: there are ${show(size)}`,
    runtime: `select(): index ${show(index)} out of range for tensor of size ${list(input)} at dimension ${dim}`,
    exception: "IndexError",
  }));
  return input.filter((_, i) => i !== dim);
}

/** A start below 0 counts from the end. */
function inferNarrow(call: Call): Shape {
  const [input] = call.inputs;
  if (!input) return null;
  if (input.length === 0) {
    scalarProblem(call, "narrow", "RuntimeError");
    return null;
  }
  const dim = checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  if (dim === undefined) return null;
  const [start, length, size] = [dimOf(call.args.start), dimOf(call.args.length), input[dim]!];
  const wrong = (arg: string, message: string, runtime: string, exception = "RuntimeError") =>
    ({ code: "index-range", stage: "forward", at: { arg }, message, runtime, exception }) as const;
  const fine =
    call.require(ge(length, 0), () =>
      wrong("length", `cannot take ${show(length)} entries`, "narrow(): length must be non-negative."),
    ) &&
    call.require(all(ge(start, mul(-1, size)), ge(size, start)), () =>
      wrong(
        "start",
        `has no entry ${show(start)} on axis ${dim}: there are ${show(size)}`,
        `start out of range (expected to be in range of [${show(mul(-1, size))}, ${show(size)}], but got ${show(start)})`,
        "IndexError",
      ),
    );
  if (fine) {
    const from = typeof start === "number" && start < 0 ? add(size, start) : start;
    call.require(ge(size, add(from, length)), () =>
      wrong(
        "length",
        `takes ${show(length)} entries from ${show(from)} of an axis that has ${show(size)}`,
        `start (${show(from)}) + length (${show(length)}) exceeds dimension size (${show(size)}).`,
      ),
    );
  }
  return input.map((own, i) => (i === dim ? length : own));
}

function inferRepeat(call: Call): Shape {
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

export const shapeFunctions: readonly LayerSpec[] = [
  define("view", "The same values under other sizes.", [shapeParam], inferView),
  define("reshape", "The same values under other sizes, copied where needed.", [shapeParam], inferView),
  define(
    "permute",
    "The axes in another order.",
    [needShape("dims", "The new order of the axes.")],
    inferPermute,
  ),
  define(
    "transpose",
    "Two axes exchanged.",
    [needInt("dim0", "One axis."), needInt("dim1", "The other.")],
    inferTranspose,
  ),
  define(
    "squeeze",
    "Without axes of size 1.",
    [shape("dim", "The axis or axes; all of size 1 by default.", { default: null })],
    inferSqueeze,
  ),
  define(
    "unsqueeze",
    "With a new axis of size 1.",
    [needInt("dim", "Where the new axis stands.")],
    inferUnsqueeze,
  ),
  define("flatten", "Several axes joined into one.", [startDim(0), endDim], inferFlatten),
  define(
    "expand",
    "Axes of size 1 repeated without a copy.",
    [needShape("sizes", "The wanted sizes; -1 keeps one.")],
    inferExpand,
  ),
  define("repeat", "Axes repeated.", [needShape("repeats", "How often each axis is repeated.")], inferRepeat),
  define(
    "select",
    "One entry of an axis.",
    [needInt("dim", "The axis."), needInt("index", "The entry.")],
    inferSelect,
  ),
  define(
    "narrow",
    "A stretch of an axis.",
    [needInt("dim", "The axis."), needInt("start", "Its first entry."), needInt("length", "How many.")],
    inferNarrow,
  ),
];
