/** Functions on tensors: methods of tensors with the tensor as their first argument, and what takes several. */
import { requireTensor, requireTensors } from "./arguments.ts";
import { callFunction } from "./function.ts";
import { binary, type Operand, operand, type Tensor } from "./tensor.ts";

/** Tensors one after the other along `dim`. */
export const cat = (tensors: readonly Tensor[], dim = 0): Tensor =>
  callFunction("cat", requireTensors("cat", tensors), { dim })[0]!;
/** Tensors side by side along a new axis. */
export const stack = (tensors: readonly Tensor[], dim = 0): Tensor =>
  callFunction("stack", requireTensors("stack", tensors), { dim })[0]!;

/**
 * The tensor itself, if it has the shape that `pattern` states: sizes, names (the same name is the same size), arithmetic
 * of both, `?` for any size, `...` for any further ones. Throws a ConvLensError that names the axis. The checker reads it, too.
 *
 *     const images = assertShape(await load(), "[N, 3, 224, 224]");
 */
export const assertShape = (input: Tensor, pattern: string): Tensor => {
  requireTensor("assertShape", "input", input);
  return callFunction("assertShape", [input], { pattern })[0]!;
};

/** Values of `input` where the condition is not 0, those of `other` elsewhere; all three are broadcast. */
export const where = (condition: Tensor, input: Operand, other: Operand): Tensor => {
  requireTensor("where", "condition", condition);
  return callFunction("where", [condition, operand(input), operand(other)], {})[0]!;
};

/** Sums of products along named axes: `einsum("bij,bjk->bik", a, b)`. */
export const einsum = (equation: string, ...operands: readonly Tensor[]): Tensor =>
  callFunction("einsum", requireTensors("einsum", operands), { equation })[0]!;

/** A method of tensors with the tensor as its first argument. */
const method =
  <K extends Method>(name: K) =>
  (input: Tensor, ...args: Parameters<Tensor[K]>): ReturnType<Tensor[K]> => {
    requireTensor(name, "input", input);
    return (input[name] as (...given: unknown[]) => ReturnType<Tensor[K]>).apply(input, args);
  };
type Method = {
  [K in keyof Tensor]: Tensor[K] extends (...args: infer _) => infer R
    ? R extends Tensor | Tensor[] | [Tensor, Tensor]
      ? K
      : never
    : never;
}[keyof Tensor];

export const abs = method("abs");
export const amax = method("amax");
export const amin = method("amin");
export const argmax = method("argmax");
export const argmin = method("argmin");
export const argsort = method("argsort");
export const bmm = method("bmm");
export const chunk = method("chunk");
export const clamp = method("clamp");
export const cumsum = method("cumsum");
export const exp = method("exp");
export const flatten = method("flatten");
export const gather = method("gather");
export const log = method("log");
export const logSoftmax = method("logSoftmax");
export const matmul = method("matmul");
export const mean = method("mean");
export const mm = method("mm");
export const narrow = method("narrow");
export const neg = method("neg");
export const prod = method("prod");
export const relu = method("relu");
export const select = method("select");
export const sigmoid = method("sigmoid");
export const softmax = method("softmax");
export const sort = method("sort");
export const split = method("split");
export const sqrt = method("sqrt");
export const squeeze = method("squeeze");
export const std = method("std");
export const sum = method("sum");
export const t = method("t");
export const tanh = method("tanh");
export const topk = method("topk");
export const transpose = method("transpose");
export const unbind = method("unbind");
export const unsqueeze = method("unsqueeze");

export function permute(input: Tensor, dims: readonly number[]): Tensor {
  requireTensor("permute", "input", input);
  return input.permute(dims);
}
export function reshape(input: Tensor, shape: readonly number[]): Tensor {
  requireTensor("reshape", "input", input);
  return input.reshape(shape);
}
export const add = (a: Operand, b: Operand): Tensor => binary("add", a, b);
export const sub = (a: Operand, b: Operand): Tensor => binary("sub", a, b);
export const mul = (a: Operand, b: Operand): Tensor => binary("mul", a, b);
export const div = (a: Operand, b: Operand): Tensor => binary("div", a, b);
export const pow = (a: Operand, b: Operand): Tensor => binary("pow", a, b);
export const eq = (a: Operand, b: Operand): Tensor => binary("eq", a, b);
export const ne = (a: Operand, b: Operand): Tensor => binary("ne", a, b);
export const lt = (a: Operand, b: Operand): Tensor => binary("lt", a, b);
export const le = (a: Operand, b: Operand): Tensor => binary("le", a, b);
export const gt = (a: Operand, b: Operand): Tensor => binary("gt", a, b);
export const ge = (a: Operand, b: Operand): Tensor => binary("ge", a, b);
export const maximum = (a: Operand, b: Operand): Tensor => binary("maximum", a, b);
export const minimum = (a: Operand, b: Operand): Tensor => binary("minimum", a, b);

/** The largest of all values, or along an axis the largest ones and their places. */
export function max(input: Tensor): Tensor;
export function max(input: Tensor, dim: number, keepdim?: boolean): [values: Tensor, indices: Tensor];
export function max(input: Tensor, dim?: number, keepdim?: boolean): Tensor | [Tensor, Tensor] {
  requireTensor("max", "input", input);
  return dim === undefined ? input.max() : input.max(dim, keepdim);
}
export function min(input: Tensor): Tensor;
export function min(input: Tensor, dim: number, keepdim?: boolean): [values: Tensor, indices: Tensor];
export function min(input: Tensor, dim?: number, keepdim?: boolean): Tensor | [Tensor, Tensor] {
  requireTensor("min", "input", input);
  return dim === undefined ? input.min() : input.min(dim, keepdim);
}
