/**
 * Tensors and layers with PyTorch's names and semantics.
 *
 *   import { nn, randn } from "@convlens/engine";
 *   new nn.Conv2d(3, 16, 3).forward(randn([8, 3, 32, 32])).shape   // [8, 16, 30, 30]
 */
import "./reference/index.ts";
import { callFunction } from "./ops/function.ts";
import { binary, type Operand, type Tensor } from "./tensor/tensor.ts";

export { cancellation, type Limits, setLimits, setThreads } from "./execution.ts";
export * as F from "./functional/index.ts";
export * as nn from "./nn/index.ts";
export { lastRun, type Run } from "./ops/last-run.ts";
export { manualSeed } from "./random/generator.ts";
export { LimitError, WorkerError } from "./runtime/index.ts";
export * from "./tensor/create.ts";
export { ConvLensError } from "./tensor/errors.ts";
export { type Operand, Tensor } from "./tensor/tensor.ts";

/** Tensors one after the other along `dim`. */
export const cat = (tensors: readonly Tensor[], dim = 0): Tensor => callFunction("cat", tensors, { dim })[0]!;
/** Tensors side by side along a new axis. */
export const stack = (tensors: readonly Tensor[], dim = 0): Tensor =>
  callFunction("stack", tensors, { dim })[0]!;
export const chunk = (input: Tensor, chunks: number, dim = 0): Tensor[] => input.chunk(chunks, dim);
export const split = (input: Tensor, splitSize: number | readonly number[], dim = 0): Tensor[] =>
  input.split(splitSize, dim);
export const matmul = (a: Tensor, b: Tensor): Tensor => a.matmul(b);
export const bmm = (a: Tensor, b: Tensor): Tensor => a.bmm(b);
export const flatten = (input: Tensor, startDim = 0, endDim = -1): Tensor => input.flatten(startDim, endDim);
export const permute = (input: Tensor, dims: readonly number[]): Tensor => input.permute(dims);
export const transpose = (input: Tensor, dim0: number, dim1: number): Tensor => input.transpose(dim0, dim1);
export const squeeze = (input: Tensor, dim?: number): Tensor => input.squeeze(dim);
export const unsqueeze = (input: Tensor, dim: number): Tensor => input.unsqueeze(dim);
export const reshape = (input: Tensor, shape: readonly number[]): Tensor => input.reshape(shape);
export const relu = (input: Tensor): Tensor => input.relu();
export const sigmoid = (input: Tensor): Tensor => input.sigmoid();
export const tanh = (input: Tensor): Tensor => input.tanh();
export const softmax = (input: Tensor, dim: number): Tensor => input.softmax(dim);
export const mean = (input: Tensor, dim?: number | readonly number[], keepdim = false): Tensor =>
  input.mean(dim, keepdim);
export const sum = (input: Tensor, dim?: number | readonly number[], keepdim = false): Tensor =>
  input.sum(dim, keepdim);
export const add = (a: Operand, b: Operand): Tensor => binary("add", a, b);
export const sub = (a: Operand, b: Operand): Tensor => binary("sub", a, b);
export const mul = (a: Operand, b: Operand): Tensor => binary("mul", a, b);
export const div = (a: Operand, b: Operand): Tensor => binary("div", a, b);
