/** From a kernel's plan to a prepared job: on the tensors' own memory where the kernel can reach it, else on copies. */

import type { Planner, Prepared } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import type { Plan } from "../kernels/index.ts";
import type { FloatBuffer, Runtime } from "../runtime/index.ts";

/** Steps from which a planned kernel beats the loops, the making of the plan counted. */
const WORTH_PLANNING = 20_000;

/**
 * A planner for jobs that are large enough: `work` counts elementary steps, multiply-adds or numbers moved. Smaller jobs,
 * and those without any number, are left to the next backend.
 */
export const planner = (work: (job: Job) => number, prepare: Planner["prepare"]): Planner => ({
  prepare(job) {
    const isEmpty = [...job.inputs, ...job.outputs].some(({ data }) => data.length === 0);
    return !isEmpty && work(job) >= WORTH_PLANNING ? prepare(job) : null;
  },
});

/** A plan from the job's first input, and the second if there is one, to its output. */
export function runs(
  runtime: Runtime,
  plan: Plan | null,
  before: (job: Job) => void = () => {},
): Prepared | null {
  if (!plan) return null;
  return {
    algorithm: plan.algorithm,
    run(job) {
      before(job);
      runPlan(runtime, plan, job);
    },
    dispose: () => plan.dispose(),
  };
}

function runPlan(runtime: Runtime, plan: Plan, { inputs: [first, other], outputs: [y] }: Job): void {
  const { memory } = runtime;
  const x = memory.bufferOf(first!.data);
  const second = other && memory.bufferOf(other.data);
  const output = memory.bufferOf(y!.data);
  if (x && output && (second || !other)) plan.run(x, output, second && { second });
  else runOnCopies(runtime, plan, first!.data, other?.data, y!.data);
}

function runOnCopies(
  { memory }: Runtime,
  plan: Plan,
  x: Float32Array,
  second: Float32Array | undefined,
  y: Float32Array,
): void {
  const borrowed: FloatBuffer[] = [];
  const borrow = (length: number): FloatBuffer => {
    const copy = memory.allocate(length);
    borrowed.push(copy);
    return copy;
  };
  const reachable = (values: Float32Array): FloatBuffer => {
    const own = memory.bufferOf(values);
    if (own) return own;
    const copy = borrow(values.length);
    copy.array.set(values);
    return copy;
  };
  try {
    const output = memory.bufferOf(y) ?? borrow(y.length);
    plan.run(reachable(x), output, second && { second: reachable(second) });
    if (borrowed.includes(output)) y.set(output.array);
  } finally {
    for (const buffer of borrowed) buffer.free();
  }
}
