/**
 * How the latest layer or function was computed, for previews and benchmarks.
 *
 *     layer.forward(x);
 *     lastRun();   // { algorithm: "Winograd F(4×4, 3×3)", milliseconds: 0.81 }
 */
import type { Prepared } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import { PLAIN_LOOPS } from "../reference/index.ts";

export interface Run {
  /** In words: "implicit GEMM", "direct depthwise", "plain loops". */
  readonly algorithm: string;
  readonly milliseconds: number;
}

let algorithm = "";
let milliseconds = 0;
const planned = new Set<string>();

export function latestRun(): Run {
  return { algorithm, milliseconds };
}

/** All algorithms but the plain loops since this was last asked: of a layer that is computed in several steps. */
export function takeAlgorithms(): string[] {
  const names = [...planned];
  planned.clear();
  return names;
}

/** Runs the job and notes how and for how long. */
export function runNoted(prepared: Prepared, job: Job): void {
  const start = performance.now();
  prepared.run(job);
  milliseconds = performance.now() - start;
  algorithm = prepared.algorithm;
  if (algorithm !== PLAIN_LOOPS) planned.add(algorithm);
}
