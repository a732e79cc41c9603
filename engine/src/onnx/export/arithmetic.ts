/** Functions of each value alone, of two values, and over axes. */
import { int } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

const plain =
  (name: string): Exporter =>
  (call) => [call.op(name, [call.input])];

/** The second operand is a tensor, or the number that the call has in its place. */
function operands(call: ExportCall): [string, string] {
  const [a, b] = call.node.inputs;
  if (b !== undefined) return [a!, b];
  const { other } = call.node.callArgs;
  if (typeof other !== "number") throw call.refuse("its second operand is known at run time only");
  return [a!, call.emit.scalar(other)];
}

const binary =
  (name: string): Exporter =>
  (call) => [call.op(name, operands(call))];

/** A comparison gives 0 or 1 as a number. */
const compare =
  (name: string, negate = false): Exporter =>
  (call) => {
    const verdict = call.op(name, operands(call));
    return [call.op("Cast", [negate ? call.op("Not", [verdict]) : verdict], { to: int(1) })];
  };

/** With the sign of the divisor, as in Python. */
const remainder: Exporter = (call) => {
  const [a, b] = operands(call);
  const times = call.op("Floor", [call.op("Div", [a, b])]);
  return [call.op("Sub", [a, call.op("Mul", [times, b])])];
};

const fmod: Exporter = (call) => [call.op("Mod", operands(call), { fmod: int(1) })];

const reduce =
  (name: string): Exporter =>
  (call) => [reduced(call, name)];

function axesOf(call: ExportCall): number[] {
  const rank = call.shape.length;
  if (!call.isGiven("dim")) return call.shape.map((_, axis) => axis);
  return call.numbers(call.list("dim"), "dim").map((axis) => (axis < 0 ? axis + rank : axis));
}

const reduced = (call: ExportCall, name: string): string =>
  call.reduce(name, call.input, axesOf(call), call.isGiven("dim") && call.flag("keepdim"));

/** The value, and along an axis its place. */
const withIndices =
  (name: string, arg: string): Exporter =>
  (call) =>
    call.isGiven("dim") ? [reduced(call, name), place(call, arg)] : [reduced(call, name)];

function place(call: ExportCall, name: string): string {
  if (!call.isGiven("dim")) throw call.refuse("over all axes it counts places in the flat tensor");
  const found = call.op(name, [call.input], {
    axis: int(call.axis("dim")),
    keepdims: int(Number(call.flag("keepdim"))),
  });
  return call.op("Cast", [found], { to: int(1) });
}

const cumsum: Exporter = (call) => [
  call.op("CumSum", [call.input, call.emit.ints([call.axis("dim")], true)]),
];

const clamp: Exporter = (call) => {
  const bound = (name: string): string => (call.isGiven(name) ? call.emit.scalar(call.number(name)) : "");
  const [low, high] = [bound("min"), bound("max")];
  return [call.op("Clip", high ? [call.input, low, high] : low ? [call.input, low] : [call.input])];
};

export const arithmeticExporters: Readonly<Record<string, Exporter>> = {
  add: binary("Add"),
  sub: binary("Sub"),
  mul: binary("Mul"),
  div: binary("Div"),
  pow: binary("Pow"),
  maximum: binary("Max"),
  minimum: binary("Min"),
  eq: compare("Equal"),
  ne: compare("Equal", true),
  lt: compare("Less"),
  le: compare("LessOrEqual"),
  gt: compare("Greater"),
  ge: compare("GreaterOrEqual"),
  remainder,
  fmod,
  mean: reduce("ReduceMean"),
  sum: reduce("ReduceSum"),
  prod: reduce("ReduceProd"),
  amax: reduce("ReduceMax"),
  amin: reduce("ReduceMin"),
  logsumexp: reduce("ReduceLogSumExp"),
  max: withIndices("ReduceMax", "ArgMax"),
  min: withIndices("ReduceMin", "ArgMin"),
  argmax: (call) => [place(call, "ArgMax")],
  argmin: (call) => [place(call, "ArgMin")],
  cumsum,
  clamp,
  exp: plain("Exp"),
  log: plain("Log"),
  sqrt: plain("Sqrt"),
  abs: plain("Abs"),
  neg: plain("Neg"),
  sin: plain("Sin"),
  cos: plain("Cos"),
  reciprocal: plain("Reciprocal"),
  sign: plain("Sign"),
  floor: plain("Floor"),
  ceil: plain("Ceil"),
  round: plain("Round"),
  log1p: (call) => [call.op("Log", [call.op("Add", [call.input, call.emit.scalar(1)])])],
  rsqrt: (call) => [call.op("Reciprocal", [call.op("Sqrt", [call.input])])],
  square: (call) => [call.op("Mul", [call.input, call.input])],
};
