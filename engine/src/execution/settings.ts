/**
 * How computations run: on how many threads, within which budget, and how another thread stops one.
 *
 *   setThreads(4);
 *   setLimits({ bytes: 2 ** 28 });                       // 256 MiB for tensors, weights and scratch together
 *   worker.postMessage(cancellation());                  // there: Atomics.store(word, 0, 1) ends the run under way
 */
import type { Limits } from "../runtime/index.ts";
import { executor, runtime } from "./default.ts";

export type { Limits } from "../runtime/index.ts";

/** Each has a stack and compiled kernels of its own: more cost memory and gain nothing. */
const MOST_THREADS = 256;

/** Threads that kernels run on, the caller among them. Throws a RangeError for anything but a whole number from 1 to 256. */
export function setThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > MOST_THREADS)
    throw new RangeError(`setThreads takes a whole number from 1 to ${MOST_THREADS}, not ${count}`);
  runtime.pool.threads = count;
}

/**
 * Budgets: bytes of all tensors, weights and scratch memory (default 1 GiB), multiply-adds of one layer's run (default
 * unlimited). What would go over them throws a LimitError with both numbers before anything is allocated.
 */
export function setLimits(limits: Limits): void {
  for (const [name, value] of Object.entries(limits))
    if (value !== undefined && !(value >= 0))
      throw new RangeError(`setLimits takes ${name} of at least 0, not ${value}`);
  executor.settle(); // what was asked for before is under the limits of that time
  runtime.setLimits(limits);
}

/**
 * One word of the shared memory. A thread that stores 1 there ends the run that this thread is busy with, between two
 * tiles; that run throws. Without SharedArrayBuffer the word belongs to this thread alone and nothing can store there.
 */
export const cancellation = (): Int32Array => runtime.cancellation;
