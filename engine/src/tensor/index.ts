/**
 * Tensors without layers, for pages that count kilobytes: all of `@convlens/engine` but `nn` and `F`.
 *
 *   import { matmul, randn } from "@convlens/engine/tensor";
 */
export { ConvLensError } from "../errors/convlens-error.ts";
export { LimitError, WorkerError } from "../errors/limit-error.ts";
export { lastRun, useWideKernels } from "../execution/default.ts";
export type { Run } from "../execution/last-run.ts";
export { cancellation, type Limits, setLimits, setThreads } from "../execution/settings.ts";
export { manualSeed } from "../random/generator.ts";
export * from "./create.ts";
export * from "./functions.ts";
export { type Nested, type Operand, Tensor } from "./tensor.ts";
export { tidy } from "./tidy.ts";
