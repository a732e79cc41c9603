/**
 * Float32 tensors, row-major and immutable but for `dispose`.
 *
 *   Tensor.from(new Float32Array([1, 2, 3, 4]), [2, 2]).toString()   // "tensor([[1., 2.],\n        [3., 4.]])"
 */

import { ConvLensError } from "../errors/convlens-error.ts";
import { executor } from "../execution/default.ts";
import { Waiting } from "../execution/waiting.ts";
import type { Cells } from "../jobs/job.ts";
import { countOf as countWithin } from "../jobs/sizes.ts";
import { overBudget } from "../specs/budget.ts";
import type { Arg, Args } from "../specs/spec.ts";
import { tensorFunctions } from "../specs/torch/functions/tensor-functions.ts";
import { named, requireTensor } from "./arguments.ts";
import { callFunction } from "./function.ts";
import type { Options } from "./options.ts";
import { printTensor } from "./print.ts";

/** `Tensor<["N", 3, "H", "W"]>` carries a shape for readers and for the checker; at run time all tensors are alike. */
// biome-ignore lint/correctness/noUnusedVariables: the type parameter is documentation that the checker reads
export class Tensor<S extends readonly (number | string)[] = readonly (number | string)[]> {
  readonly shape: readonly number[];
  /** The values themselves; not to be written. Use `data` for a copy. */
  private values: Float32Array | Waiting | undefined;

  protected constructor(values: Float32Array | Waiting, shape: readonly number[]) {
    this.values = values;
    this.shape = shape;
  }

  /** A tensor over a copy of `data`. Throws when the number of values is not the shape's. */
  static from(data: ArrayLike<number>, shape: readonly number[]): Tensor {
    if (!Array.isArray(shape) || typeof data?.length !== "number")
      throw new ConvLensError("Tensor.from takes numbers and a shape", "argument-type", "TypeError");
    const count = countOf(shape);
    if (data.length !== count)
      throw new ConvLensError(
        `shape [${shape.join(", ")}] has ${count} values, but ${data.length} were given`,
        "reshape-size",
      );
    const values = executor.memory.floats(count);
    values.set(data);
    return new Tensor(values, [...shape]);
  }

  /** A tensor that owns `data`: no copy is made. For operations. */
  static wrap(data: Float32Array, shape: readonly number[]): Tensor {
    return new Tensor(data, shape);
  }

  /** A tensor of what an executor gave. For operations. */
  static of(cells: Cells): Tensor {
    return new Tensor(cells instanceof Waiting ? cells : cells.data, cells.shape);
  }

  /** What executors take: the values, or what still waits to be computed. */
  get cells(): Cells {
    return this.values instanceof Waiting && this.values.work
      ? this.values
      : { data: this.raw, shape: this.shape };
  }

  /** A copy of the values. */
  get data(): Float32Array {
    return this.raw.slice();
  }

  /** The values without a copy. */
  get raw(): Float32Array {
    if (!this.values) throw new ConvLensError("this tensor was disposed of", "disposed");
    if (this.values instanceof Waiting) this.values = this.values.data;
    return this.values;
  }

  /** Gives the memory back; the tensor is not usable afterwards. */
  dispose(): void {
    if (this.values) executor.discard(this.values);
    this.values = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  get ndim(): number {
    return this.shape.length;
  }

  dim(): number {
    return this.shape.length;
  }

  size(): readonly number[];
  size(dim: number): number;
  size(dim?: number): readonly number[] | number {
    if (dim === undefined) return this.shape;
    const size = Number.isInteger(dim) ? this.shape.at(dim) : undefined;
    if (size === undefined)
      throw new ConvLensError(
        `size() takes an axis from ${-this.ndim} to ${this.ndim - 1}, not ${typeof dim === "number" ? dim : typeof dim}`,
        "dim-range",
        "IndexError",
      );
    return size;
  }

  numel(): number {
    return countOf(this.shape);
  }

  /** The only value. Throws for more than one. */
  item(): number {
    if (this.numel() !== 1)
      throw new ConvLensError(`a Tensor with ${this.numel()} elements cannot be converted to Scalar`, "item");
    return this.raw[0]!;
  }

  /** What `console.log` prints in Node, Deno and Bun: the same as `String(this)`. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.values ? this.toString() : `tensor(disposed of, size=(${this.shape.join(", ")}))`;
  }

  /** The values as arrays in arrays, one level an axis; a number where there is none. PyTorch's `tolist`. */
  toArray(): Nested {
    const { raw, shape } = this;
    const level = (axis: number, from: number, count: number): Nested => {
      if (axis === shape.length) return raw[from]!;
      const step = count / Math.max(1, shape[axis]!);
      return Array.from({ length: shape[axis]! }, (_, i) => level(axis + 1, from + i * step, step));
    };
    return level(0, 0, raw.length);
  }

  toString(): string {
    return printTensor(this.raw, this.shape);
  }

  // ── other sizes ───────────────────────────────────────────────────────────────────────────────────────────────

  view(...sizes: Sizes): Tensor {
    return one("view", [this], { shape: flat(sizes) });
  }
  reshape(...sizes: Sizes): Tensor {
    return one("reshape", [this], { shape: flat(sizes) });
  }
  permute(...dims: Sizes): Tensor {
    return one("permute", [this], { dims: flat(dims) });
  }
  transpose(dim0: number, dim1: number): Tensor {
    return one("transpose", [this], { dim0, dim1 });
  }
  squeeze(dim?: number | readonly number[]): Tensor {
    return one("squeeze", [this], { dim });
  }
  unsqueeze(dim: number): Tensor {
    return one("unsqueeze", [this], { dim });
  }
  flatten(...args: Options<{ startDim?: number; endDim?: number }, ["startDim", "endDim"]>): Tensor {
    return all("flatten", this, args)[0]!;
  }
  /** The two axes of a matrix exchanged. */
  t(): Tensor {
    return this.transpose(0, 1);
  }
  expand(...sizes: Sizes): Tensor {
    return one("expand", [this], { sizes: flat(sizes) });
  }
  repeat(...repeats: Sizes): Tensor {
    return one("repeat", [this], { repeats: flat(repeats) });
  }
  select(dim: number, index: number): Tensor {
    return one("select", [this], { dim, index });
  }
  narrow(dim: number, start: number, length: number): Tensor {
    return one("narrow", [this], { dim, start, length });
  }
  chunk(...args: [chunks: number, dim?: number] | [{ chunks: number; dim?: number }]): Tensor[] {
    return all("chunk", this, args);
  }
  split(
    ...args:
      | [splitSize: number | readonly number[], dim?: number]
      | [{ splitSize: number | readonly number[]; dim?: number }]
  ): Tensor[] {
    return all("split", this, args);
  }
  /** Every entry of an axis. */
  unbind(dim = 0): Tensor[] {
    const parts = this.size(dim);
    const problem = overBudget({ what: "parts", asked: parts, at: { input: 0 } });
    if (problem) throw ConvLensError.of(problem);
    return Array.from({ length: parts }, (_, index) => this.select(dim, index));
  }
  contiguous(): Tensor {
    return this;
  }

  // ── arithmetic ────────────────────────────────────────────────────────────────────────────────────────────────

  add(other: Operand): Tensor {
    return binary("add", this, other);
  }
  sub(other: Operand): Tensor {
    return binary("sub", this, other);
  }
  mul(other: Operand): Tensor {
    return binary("mul", this, other);
  }
  div(other: Operand): Tensor {
    return binary("div", this, other);
  }
  pow(other: Operand): Tensor {
    return binary("pow", this, other);
  }
  /** 1 where the values are equal, else 0; so do the other comparisons. */
  eq(other: Operand): Tensor {
    return binary("eq", this, other);
  }
  ne(other: Operand): Tensor {
    return binary("ne", this, other);
  }
  lt(other: Operand): Tensor {
    return binary("lt", this, other);
  }
  le(other: Operand): Tensor {
    return binary("le", this, other);
  }
  gt(other: Operand): Tensor {
    return binary("gt", this, other);
  }
  ge(other: Operand): Tensor {
    return binary("ge", this, other);
  }
  matmul(other: Tensor): Tensor {
    return one("matmul", [this, other], {});
  }
  bmm(other: Tensor): Tensor {
    return one("bmm", [this, other], {});
  }
  mm(other: Tensor): Tensor {
    return one("mm", [this, other], {});
  }

  // ── reductions and functions of each value ────────────────────────────────────────────────────────────────────

  mean(...args: Axes): Tensor {
    return all("mean", this, args)[0]!;
  }
  sum(...args: Axes): Tensor {
    return all("sum", this, args)[0]!;
  }
  prod(...args: Axes): Tensor {
    return all("prod", this, args)[0]!;
  }
  /** Unbiased: divided by n − 1. */
  var(...args: Axes): Tensor {
    return all("var", this, args)[0]!;
  }
  std(...args: Axes): Tensor {
    return all("std", this, args)[0]!;
  }
  amax(...args: Axes): Tensor {
    return all("amax", this, args)[0]!;
  }
  amin(...args: Axes): Tensor {
    return all("amin", this, args)[0]!;
  }
  argmax(...args: Axes): Tensor {
    return all("argmax", this, args)[0]!;
  }
  argmin(...args: Axes): Tensor {
    return all("argmin", this, args)[0]!;
  }
  /** The largest of all values, or along an axis the largest ones and their places. */
  max(): Tensor;
  max(dim: number, keepdim?: boolean): [values: Tensor, indices: Tensor];
  max(dim?: number, keepdim = false): Tensor | Tensor[] {
    const results = callFunction("max", [this], { dim, keepdim });
    return dim === undefined ? results[0]! : results;
  }
  min(): Tensor;
  min(dim: number, keepdim?: boolean): [values: Tensor, indices: Tensor];
  min(dim?: number, keepdim = false): Tensor | Tensor[] {
    const results = callFunction("min", [this], { dim, keepdim });
    return dim === undefined ? results[0]! : results;
  }
  cumsum(dim: number): Tensor {
    return one("cumsum", [this], { dim });
  }
  clamp(...args: Options<{ min?: number | null; max?: number | null }, ["min", "max"]>): Tensor {
    return all("clamp", this, args)[0]!;
  }
  /** The values of an axis in order, and where they were. */
  sort(
    ...args: Options<{ dim?: number; descending?: boolean }, ["dim", "descending"]>
  ): [values: Tensor, indices: Tensor] {
    return all("sort", this, args) as [Tensor, Tensor];
  }
  /** Where the values of an axis are, in their order. */
  argsort(...args: Options<{ dim?: number; descending?: boolean }, ["dim", "descending"]>): Tensor {
    return all("argsort", this, args)[0]!;
  }
  /** The `k` largest values of an axis in order, the last one by default, and where they were. */
  topk(
    k: number,
    ...args: Options<{ dim?: number; largest?: boolean; sorted?: boolean }, ["dim", "largest", "sorted"]>
  ): [values: Tensor, indices: Tensor] {
    const { params } = tensorFunctions.get("topk")!;
    return callFunction("topk", [this], { ...(named("topk", params.slice(1), args) as Args), k }) as [
      Tensor,
      Tensor,
    ];
  }
  /** Values of an axis by their places: `index` is as large as the result. */
  gather(dim: number, index: Tensor): Tensor {
    requireTensor("gather", "index", index);
    return one("gather", [this, index], { dim, index: 1 });
  }
  /** This tensor's values where the condition is not 0, those of `other` elsewhere; all three are broadcast. */
  where(condition: Tensor, other: Operand): Tensor {
    return one("where", [condition, this, operand(other)], {});
  }
  /** `value` wherever the mask, which is broadcast, is not 0. */
  maskedFill(mask: Tensor, value: number): Tensor {
    return one("maskedFill", [this, mask], { value });
  }
  softmax(dim: number): Tensor {
    return one("softmax", [this], { dim });
  }
  logSoftmax(dim: number): Tensor {
    return one("logSoftmax", [this], { dim });
  }
  relu(): Tensor {
    return one("relu", [this], {});
  }
  sigmoid(): Tensor {
    return one("sigmoid", [this], {});
  }
  tanh(): Tensor {
    return one("tanh", [this], {});
  }
  exp(): Tensor {
    return one("exp", [this], {});
  }
  log(): Tensor {
    return one("log", [this], {});
  }
  sqrt(): Tensor {
    return one("sqrt", [this], {});
  }
  abs(): Tensor {
    return one("abs", [this], {});
  }
  neg(): Tensor {
    return one("neg", [this], {});
  }
}

export type Operand = Tensor | number;
/** Numbers in arrays in arrays. */
export type Nested = number | readonly Nested[];
/** `view(2, 3)` or `view([2, 3])` */
export type Sizes = readonly number[] | readonly [readonly number[]];

const flat = (sizes: Sizes): number[] =>
  (sizes as readonly (number | readonly number[])[]).flat() as number[];
type Axes = Options<{ dim?: number | readonly number[] | null; keepdim?: boolean }, ["dim", "keepdim"]>;

/** The function's results, its arguments in PyTorch's order or as an object. */
const all = (name: string, self: Tensor, args: readonly unknown[]): Tensor[] =>
  callFunction(name, [self], named(name, tensorFunctions.get(name)!.params, args) as Args);
const one = (name: string, inputs: readonly Tensor[], args: Record<string, Arg>): Tensor =>
  callFunction(name, inputs, args)[0]!;

export function binary(name: string, a: Operand, b: Operand): Tensor {
  return one(name, [operand(a), operand(b)], {});
}

/** A number is a tensor without axes. */
export const operand = (given: Operand): Tensor =>
  typeof given === "number" ? Tensor.wrap(Float32Array.of(given), []) : given;

/** Number of values of a shape. Throws before memory is taken for sizes that are no sizes, or over the budget. */
export const countOf = (shape: readonly number[]): number => countWithin(shape, executor.memory.limit);
