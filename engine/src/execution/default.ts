/** What the tensors of this process run on. Tests and other programs may make executors of their own beside it. */
import { useWideKernels as useWide } from "../kernels/index.ts";
import { wasmBackend } from "../plans/index.ts";
import { referenceBackend } from "../reference/index.ts";
import { Runtime } from "../runtime/index.ts";
import { Executor } from "./executor.ts";
import { latestRun, type Run } from "./last-run.ts";

export const runtime = new Runtime();
export const executor = new Executor([wasmBackend(runtime), referenceBackend]);

/**
 * Switches wide kernels on or off for the plans made from now on, and tells whether they are on. Call it before the first
 * layer runs: the flag is set for the whole process and reaches only what is compiled afterwards.
 */
export const useWideKernels = (wanted: boolean): boolean => useWide(runtime, wanted);

/** How the latest layer or function was computed, with those after it that became a part of it. */
export function lastRun(): Run {
  executor.settle();
  return latestRun();
}
