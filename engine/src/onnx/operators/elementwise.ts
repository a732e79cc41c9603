/** Operators that look at each element alone, with broadcasting; on small tensors they are computed, for shapes' sake. */
import {
  add,
  type Dim,
  decide,
  divideExactly,
  eq,
  floorDiv,
  ge,
  gt,
  isUnknown,
  le,
  lowerBound,
  lt,
  max,
  min,
  mod,
  mul,
  neg,
  type Shape,
  sub,
  unknown,
} from "../../specs/index.ts";
import { typeName } from "../format/element-types.ts";
import type { NodeCall, Operator } from "./node-call.ts";
import { countOf, isFloat, MOST_ELEMENTS, NOTHING, ofShape, type Value, withElements } from "./value.ts";

/** Shape and type of the first input. */
export const same: Operator = (node) => [ofShape(node.shape(0), node.type(0))];
/** The same for several outputs: Dropout gives a mask too. */
const sameTwice: Operator = (node) => [ofShape(node.shape(0), node.type(0)), ofShape(node.shape(0), "bool")];

type Compute = (elements: readonly Dim[], node: NodeCall) => Dim;

/** The shape that all inputs broadcast to. */
export function broadcastOf(node: NodeCall, shapes: readonly Shape[]): Shape {
  return shapes.reduce((a, b) => (a && b ? node.through("add", {}, [a, b])[0]! : null));
}

/** With `compute` the elements are worked out where they are few. */
const broadcast =
  (compute?: Compute, type?: string): Operator =>
  (node) => {
    // before operator set 7 the second operand was laid along an axis of the first, whose shape stayed
    if (node.opset < 7 && node.int("broadcast", 0) === 1)
      return [ofShape(node.shape(0), type ?? node.type(0))];
    const shape = broadcastOf(
      node,
      node.all.map((input) => input.shape),
    );
    if (!shape) return [ofShape(null, type ?? node.type(0))];
    return [withElements(shape, type ?? node.type(0), compute && elementsFor(node, shape, compute))];
  };

function elementsFor(node: NodeCall, shape: readonly Dim[], compute: Compute): Dim[] | undefined {
  const inputs = node.all;
  const count = countOf(shape);
  if (count === undefined || count > MOST_ELEMENTS || !inputs.some(({ elements }) => elements))
    return undefined;
  return Array.from({ length: count }, (_, i) =>
    compute(
      inputs.map((input) => elementAt(input, shape as number[], i)),
      node,
    ),
  );
}

/** The element of `value`, broadcast to `shape`, at the flat index `i`. */
export function elementAt({ shape, elements }: Value, to: readonly number[], i: number): Dim {
  if (!elements || !shape) return unknown;
  let index = 0;
  let stride = 1;
  for (let axis = to.length - 1, own = shape.length - 1; axis >= 0; axis--, own--) {
    const at = i % to[axis]!;
    i = Math.floor(i / to[axis]!);
    if (own < 0) continue;
    const size = shape[own] as number;
    index += (size === 1 ? 0 : at) * stride;
    stride *= size;
  }
  return elements[index] ?? unknown;
}

const isNumbers = (dims: readonly Dim[]): dims is readonly number[] =>
  dims.every((dim) => typeof dim === "number");
/** Sums of symbols have whole coefficients: a fraction among them is not followed. */
const whole = (...dims: readonly Dim[]): boolean =>
  dims.every((dim) => typeof dim !== "number" || Number.isInteger(dim));

const arithmetic =
  (numbers: (a: number, b: number) => number, sizes: (a: Dim, b: Dim) => Dim): Compute =>
  ([a = unknown, b = unknown]) =>
    typeof a === "number" && typeof b === "number" ? numbers(a, b) : whole(a, b) ? sizes(a, b) : unknown;

/** Whole numbers are divided towards 0, fractions exactly. */
const divide: Compute = ([a = unknown, b = unknown], node) => {
  if (isFloat(node.type(0)))
    return typeof a === "number" && typeof b === "number"
      ? a / b
      : whole(a, b) && b !== 0
        ? (divideExactly(a, b) ?? unknown)
        : unknown;
  if (typeof a === "number" && typeof b === "number") return b === 0 ? unknown : Math.trunc(a / b);
  if (b === 0 || !whole(a, b)) return unknown;
  return lowerBound(a) >= 0 && lowerBound(b) >= 1 ? floorDiv(a, b) : (divideExactly(a, b) ?? unknown);
};

const modulo: Compute = ([a = unknown, b = unknown], node) => {
  if (b === 0) return unknown;
  if (typeof a === "number" && typeof b === "number")
    return node.int("fmod", 0) === 1 ? a % b : a - b * Math.floor(a / b);
  return whole(a, b) && lowerBound(a) >= 0 && lowerBound(b) >= 1 ? mod(a, b) : unknown;
};

const compare =
  (condition: typeof eq): Compute =>
  ([a = unknown, b = unknown]) => {
    if (isUnknown(a) || isUnknown(b)) return unknown;
    const verdict = decide(condition(a, b));
    return verdict === undefined ? unknown : Number(verdict);
  };

const logic =
  (numbers: (a: number, b: number) => boolean): Compute =>
  ([a = unknown, b = unknown]) =>
    typeof a === "number" && typeof b === "number" ? Number(numbers(a, b)) : unknown;

const unary =
  (numbers: (a: number) => number, sizes: (a: Dim) => Dim = () => unknown): Compute =>
  ([a = unknown]) =>
    typeof a === "number" ? numbers(a) : sizes(a);

const where: Compute = ([condition, a = unknown, b = unknown]) =>
  condition === 1 ? a : condition === 0 ? b : a === b ? a : unknown;

const itself = (a: Dim): Dim => a;

/** Halves go to the even neighbour. */
const roundHalfEven = (a: number): number => {
  const floor = Math.floor(a);
  return a - floor === 0.5 ? floor + (floor % 2) : Math.round(a);
};

const cast: Operator = (node) => {
  const type = typeTo(node);
  const shape = node.shape(0);
  const elements = node.input(0)?.elements?.map((element): Dim => {
    if (typeof element !== "number") return type === "bool" ? unknown : element;
    return type === "bool" ? Number(element !== 0) : isFloat(type) ? element : Math.trunc(element);
  });
  return [shape ? withElements(shape, type, elements) : ofShape(null, type)];
};

const typeTo = (node: NodeCall): string | undefined => {
  const code = node.int("to", undefined);
  return code === undefined ? node.type(1) : typeName(code);
};

const UNARY = `Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Celu Cos Cosh Elu Erf Exp Gelu HardSigmoid HardSwish Hardmax
  LeakyRelu Log LogSoftmax Mish Relu Round Selu Shrink Sigmoid Sin Sinh Softmax Softplus Softsign Tan Tanh ThresholdedRelu
  Swish Trilu CumSum Clip LpNormalization MeanVarianceNormalization LRN Identity PRelu ScatterND ScatterElements Scatter
  InstanceNormalization GroupNormalization RMSNormalization RotaryEmbedding ReverseSequence Bernoulli`;

export const elementwiseOperators: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(UNARY.split(/\s+/).map((name) => [name, same])),
  Identity: (node) => [node.input(0) ?? NOTHING],
  Dropout: sameTwice,
  BatchNormalization: same,
  IsNaN: (node) => [ofShape(node.shape(0), "bool")],
  IsInf: (node) => [ofShape(node.shape(0), "bool")],
  Not: broadcast(
    unary((a) => Number(a === 0)),
    "bool",
  ),
  Neg: broadcast(unary((a) => -a, neg)),
  Floor: broadcast(unary(Math.floor, itself)),
  Ceil: broadcast(unary(Math.ceil, itself)),
  Round: broadcast(unary(roundHalfEven, itself)),
  Sqrt: broadcast(unary(Math.sqrt)),
  Reciprocal: broadcast(unary((a) => 1 / a)),
  Abs: broadcast(unary(Math.abs, (a) => (lowerBound(a) >= 0 ? a : unknown))),
  Sign: broadcast(unary(Math.sign, (a) => (lowerBound(a) >= 1 ? 1 : unknown))),
  Add: broadcast(arithmetic((a, b) => a + b, add)),
  Sub: broadcast(arithmetic((a, b) => a - b, sub)),
  Mul: broadcast(arithmetic((a, b) => a * b, mul)),
  Div: broadcast(divide),
  Mod: broadcast(modulo),
  Pow: broadcast(
    arithmetic(
      (a, b) => a ** b,
      () => unknown,
    ),
  ),
  Max: broadcast((elements) =>
    isNumbers(elements) ? Math.max(...elements) : whole(...elements) ? max(...elements) : unknown,
  ),
  Min: broadcast((elements) =>
    isNumbers(elements) ? Math.min(...elements) : whole(...elements) ? min(...elements) : unknown,
  ),
  Sum: broadcast((elements) => (whole(...elements) ? elements.reduce(add, 0) : unknown)),
  Mean: broadcast(),
  BitShift: broadcast(),
  BitwiseAnd: broadcast(),
  BitwiseOr: broadcast(),
  BitwiseXor: broadcast(),
  Equal: broadcast(compare(eq), "bool"),
  Greater: broadcast(compare(gt), "bool"),
  GreaterOrEqual: broadcast(compare(ge), "bool"),
  Less: broadcast(compare(lt), "bool"),
  LessOrEqual: broadcast(compare(le), "bool"),
  And: broadcast(
    logic((a, b) => a !== 0 && b !== 0),
    "bool",
  ),
  Or: broadcast(
    logic((a, b) => a !== 0 || b !== 0),
    "bool",
  ),
  Xor: broadcast(
    logic((a, b) => (a !== 0) !== (b !== 0)),
    "bool",
  ),
  Where: (node) => broadcast(where, node.type(1))(node),
  Cast: cast,
  CastLike: cast,
  QuantizeLinear: (node) => [ofShape(node.shape(0), node.type(2) ?? "uint8")],
  DequantizeLinear: (node) => [ofShape(node.shape(0), node.type(1) ?? "float32")],
  DynamicQuantizeLinear: (node) => [
    ofShape(node.shape(0), "uint8"),
    ofShape([], "float32"),
    ofShape([], "uint8"),
  ],
};
