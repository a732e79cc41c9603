/**
 * Float32 tensors, row-major and immutable but for `dispose`.
 *
 *   Tensor.from(new Float32Array([1, 2, 3, 4]), [2, 2]).toString()   // "tensor([[1., 2.],\n        [3., 4.]])"
 */

import { callFunction } from "../ops/function.ts";
import { LimitError, runtime } from "../runtime/index.ts";
import type { Arg } from "../specs/spec.ts";
import { ConvLensError } from "./errors.ts";
import { printTensor } from "./print.ts";

/** `Tensor<["N", 3, "H", "W"]>` carries a shape for readers and for the checker; at run time all tensors are alike. */
// biome-ignore lint/correctness/noUnusedVariables: the type parameter is documentation that the checker reads
export class Tensor<S extends readonly (number | string)[] = readonly (number | string)[]> {
  readonly shape: readonly number[];
  /** The values themselves; not to be written. Use `data` for a copy. */
  private values: Float32Array | undefined;

  protected constructor(values: Float32Array, shape: readonly number[]) {
    this.values = values;
    this.shape = shape;
  }

  /** A tensor over a copy of `data`. Throws when the number of values is not the shape's. */
  static from(data: ArrayLike<number>, shape: readonly number[]): Tensor {
    const count = countOf(shape);
    if (data.length !== count)
      throw new ConvLensError(
        `shape [${shape.join(", ")}] has ${count} values, but ${data.length} were given`,
        "reshape-size",
      );
    const values = runtime.memory.floats(count);
    values.set(data);
    return new Tensor(values, [...shape]);
  }

  /** A tensor that owns `data`: no copy is made. For operations. */
  static wrap(data: Float32Array, shape: readonly number[]): Tensor {
    return new Tensor(data, shape);
  }

  /** A copy of the values. */
  get data(): Float32Array {
    return this.raw.slice();
  }

  /** The values without a copy. */
  get raw(): Float32Array {
    if (!this.values) throw new ConvLensError("this tensor was disposed of", "disposed");
    return this.values;
  }

  /** Gives the memory back; the tensor is not usable afterwards. */
  dispose(): void {
    if (this.values) runtime.memory.discard(this.values);
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
    return dim === undefined ? this.shape : this.shape.at(dim)!;
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
  flatten(startDim = 0, endDim = -1): Tensor {
    return one("flatten", [this], { startDim, endDim });
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
  chunk(chunks: number, dim = 0): Tensor[] {
    return callFunction("chunk", [this], { chunks, dim });
  }
  split(splitSize: number | readonly number[], dim = 0): Tensor[] {
    return callFunction("split", [this], { splitSize, dim });
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

  mean(dim?: number | readonly number[], keepdim = false): Tensor {
    return one("mean", [this], { dim, keepdim });
  }
  sum(dim?: number | readonly number[], keepdim = false): Tensor {
    return one("sum", [this], { dim, keepdim });
  }
  amax(dim?: number | readonly number[], keepdim = false): Tensor {
    return one("amax", [this], { dim, keepdim });
  }
  amin(dim?: number | readonly number[], keepdim = false): Tensor {
    return one("amin", [this], { dim, keepdim });
  }
  argmax(dim?: number, keepdim = false): Tensor {
    return one("argmax", [this], { dim, keepdim });
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
/** `view(2, 3)` or `view([2, 3])` */
export type Sizes = readonly number[] | readonly [readonly number[]];

const flat = (sizes: Sizes): number[] =>
  (sizes as readonly (number | readonly number[])[]).flat() as number[];
const one = (name: string, inputs: readonly Tensor[], args: Record<string, Arg>): Tensor =>
  callFunction(name, inputs, args)[0]!;

export function binary(name: string, a: Operand, b: Operand): Tensor {
  const tensors = [a, b].map((operand) =>
    typeof operand === "number" ? Tensor.wrap(Float32Array.of(operand), []) : operand,
  );
  return one(name, tensors, {});
}

/** Number of values of a shape. Throws before memory is taken for sizes that are no sizes, or over the budget. */
export function countOf(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0)
      throw new ConvLensError(
        `Trying to create tensor with negative dimension ${size}: [${shape.join(", ")}]`,
        "argument-negative",
      );
    count *= size;
  }
  const { limit } = runtime.memory;
  if (count * 4 > limit) throw new LimitError(`A tensor [${shape.join(", ")}]`, count * 4, limit, "bytes");
  return count;
}
