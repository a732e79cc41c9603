/** Operators that reduce axes, and normalisations, which keep the shape and give statistics beside it. */
import { unknown } from "../../specs/index.ts";
import { axisOf, type Operator, withAxis } from "./node-call.ts";
import { NOTHING, numbersOf, ofShape, withElements } from "./value.ts";

/** Along some axes to one value; all axes where none are given, unless `noop_with_empty_axes`. */
const reduce =
  (compute?: (numbers: readonly number[]) => number): Operator =>
  (node) => {
    const input = node.shape(0);
    const given = node.list("axes", 1);
    const keep = node.int("keepdims", 1) === 1;
    if (!input) return [ofShape(null, node.type(0))];
    if (given === "unknown") return [ofShape(keep ? input.map(() => unknown) : null, node.type(0))];
    const none = !given || given.length === 0;
    if (none && node.int("noop_with_empty_axes", 0) === 1) return [node.input(0) ?? NOTHING];
    const axes = new Set(
      none ? input.map((_, axis) => axis) : given.map((axis) => axisOf(axis, input.length)),
    );
    const shape = input.flatMap((size, axis) => (!axes.has(axis) ? [size] : keep ? [1] : []));
    const numbers = input.length <= 1 && compute ? numbersOf(node.input(0)) : undefined;
    return [
      withElements(
        shape,
        node.type(0),
        numbers && axes.size === input.length ? [compute!(numbers)] : undefined,
      ),
    ];
  };

const argReduce: Operator = (node) => {
  const input = node.shape(0);
  const axis = input ? axisOf(node.int("axis", 0), input.length) : undefined;
  if (!input || axis === undefined) return [ofShape(null, "int64")];
  const keep = node.int("keepdims", 1) === 1;
  return [ofShape(keep ? withAxis(input, axis, 1) : input.filter((_, i) => i !== axis), "int64")];
};

const layerNorm: Operator = (node) => {
  const input = node.shape(0);
  const axis = input ? axisOf(node.int("axis", -1), input.length) : undefined;
  const statistics = input && axis !== undefined ? input.map((size, i) => (i < axis ? size : 1)) : null;
  return [ofShape(input, node.type(0)), ofShape(statistics, "float32"), ofShape(statistics, "float32")];
};

/** The sum of input and skip is the fourth result. */
const skipNorm: Operator = (node) => {
  const all = ofShape(node.shape(0), node.type(0));
  return [all, NOTHING, NOTHING, all];
};

export const reduceOperators: Readonly<Record<string, Operator>> = {
  ReduceSum: reduce((numbers) => numbers.reduce((a, b) => a + b, 0)),
  ReduceProd: reduce((numbers) => numbers.reduce((a, b) => a * b, 1)),
  ReduceMax: reduce((numbers) => Math.max(...numbers)),
  ReduceMin: reduce((numbers) => Math.min(...numbers)),
  ReduceMean: reduce(),
  ReduceL1: reduce(),
  ReduceL2: reduce(),
  ReduceLogSum: reduce(),
  ReduceLogSumExp: reduce(),
  ReduceSumSquare: reduce(),
  ArgMax: argReduce,
  ArgMin: argReduce,
  LayerNormalization: layerNorm,
  "com.microsoft:SkipLayerNormalization": skipNorm,
  "com.microsoft:SkipSimplifiedLayerNormalization": skipNorm,
  ":SimplifiedLayerNormalization": layerNorm,
};
