/** Functions that rearrange axes: view, reshape, permute, transpose, squeeze, unsqueeze, flatten, expand, select, … */
import { add, all, type Dim, decide, eq, ge, isUnknown, mul, sub, unknown } from "../../../dims/index.ts";
import { dimOf, isList, needInt, needShape, shape, shapeOf } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import { list } from "../../python.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { checkDim } from "../dim.ts";
import { endDim, inferFlatten, startDim } from "../reshape.ts";
import { define } from "./define.ts";
import { inferExpand, inferRepeat, inferView, scalarProblem } from "./view.ts";

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
    { margins: true },
  ),
];
