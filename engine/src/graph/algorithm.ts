/** How an op was computed, in words for people. */
import { takeAlgorithms } from "../ops/fast.ts";

const WORDS: Readonly<Record<string, string>> = {
  "implicit-gemm": "implicit GEMM",
  "gemm-1x1": "GEMM",
  gemm: "GEMM",
  "winograd-f4": "Winograd F(4×4, 3×3)",
  direct: "direct convolution",
  depthwise: "direct depthwise convolution",
  phases: "one convolution a phase",
};

/** Runs `compute`; its result and the kernels that were used: "implicit GEMM", "plain loops". */
export function observed<T>(compute: () => T): { readonly result: T; readonly algorithm: string } {
  takeAlgorithms();
  const result = compute();
  const names = takeAlgorithms().map((name) => WORDS[name] ?? name);
  return { result, algorithm: names.join(", ") || "plain loops" };
}
