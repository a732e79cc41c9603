/** Shared memory, worker threads and limits: what kernels run on. */
export { LimitError, WorkerError } from "./errors.ts";
export { host } from "./host.ts";
export { FloatBuffer } from "./memory.ts";
export { type Limits, type RunOptions, type Runtime, runtime } from "./runtime.ts";
