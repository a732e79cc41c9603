/** Shared memory, worker threads and limits: what kernels run on. */

export { Allocator } from "./allocator.ts";
export { host } from "./host.ts";
export { FloatBuffer, Memory } from "./memory.ts";
export { type Limits, type RunOptions, Runtime } from "./runtime.ts";
