/** How an op was computed, in words for people. */
import { executor } from "../execution/default.ts";
import { takeAlgorithms } from "../execution/last-run.ts";

/** Runs `compute`; its result and the kernels that were used: "implicit GEMM", "plain loops". */
export function observed<T>(compute: () => T): { readonly result: T; readonly algorithm: string } {
  executor.settle();
  takeAlgorithms();
  const result = compute();
  executor.settle();
  return { result, algorithm: takeAlgorithms().join(", ") || "plain loops" };
}
