/** From a kernel's plan to a prepared job: on the tensors' own memory where the kernel can reach it, else on copies. */

import type { Planner, Prepared } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import { statisticsWritten } from "../jobs/statistics.ts";
import type { Plan } from "../kernels/index.ts";
import type { FloatBuffer, Runtime } from "../runtime/index.ts";
import { type Factors, fold, foldedOf, otherOf } from "./ending.ts";

/** Steps from which a planned kernel beats the loops, the making of the plan counted. */
const WORTH_PLANNING = 20_000;

/**
 * A planner for jobs that are large enough: `work` counts elementary steps, multiply-adds or numbers moved. Smaller jobs,
 * and those without any number, are left to the next backend.
 */
export const planner = (
  work: (job: Job) => number,
  prepare: Planner["prepare"],
  takes?: Planner["takes"],
): Planner => ({
  ...(takes && { takes }),
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

function runPlan(runtime: Runtime, plan: Plan, { inputs: [x, second], outputs: [y] }: Job): void {
  runOnBuffers(runtime, plan, { x: x!.data, y: y!.data, second: second?.data });
}

/** A plan of a layer with what follows it, made again when training changes the statistics that are folded into it. */
export function runsFolded(
  runtime: Runtime,
  { state, after = [] }: Job,
  make: (weights: Float32Array, bias: Float32Array | null) => Plan | null,
): Prepared | null {
  const planOf = (factors: readonly Factors[]) =>
    make(...fold(factors, state.weight!.data, state.bias?.data ?? null));
  let factors = foldedOf(after);
  let asOf = statisticsWritten();
  let plan = planOf(factors);
  if (!plan) return null;
  return {
    algorithm: plan.algorithm,
    run({ inputs: [x], outputs: [y], after: steps = [] }) {
      if (asOf !== statisticsWritten()) {
        const current = foldedOf(steps);
        asOf = statisticsWritten();
        if (current.some((each, i) => each !== factors[i])) {
          plan!.dispose();
          plan = planOf(current)!;
          factors = current;
        }
      }
      runOnBuffers(runtime, plan!, { x: x!.data, y: y!.data, second: otherOf(steps) });
    },
    dispose: () => plan!.dispose(),
  };
}

/** A plan from the job's first input to its outputs: the second is the plan's other operand, which it writes. */
export function runToBoth(runtime: Runtime, plan: Plan, { inputs: [x], outputs: [y, second] }: Job): void {
  runOnBuffers(runtime, plan, { x: x!.data, y: y!.data, second: second?.data, isSecondWritten: true });
}

interface Operands {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly second?: Float32Array | undefined;
  readonly isSecondWritten?: boolean;
}

function runOnBuffers(runtime: Runtime, plan: Plan, operands: Operands): void {
  const { memory } = runtime;
  const { x, y, second } = operands;
  const from = memory.bufferOf(x);
  const to = memory.bufferOf(y);
  const other = second && memory.bufferOf(second);
  if (from && to && (other || !second)) plan.run(from, to, other && { second: other });
  else runOnCopies(runtime, plan, operands);
}

/** Of what kernels cannot reach. */
function runOnCopies({ memory }: Runtime, plan: Plan, { x, y, second, isSecondWritten }: Operands): void {
  const borrowed = new Map<Float32Array, FloatBuffer>();
  /** The array itself where it lies in the kernels' memory, else a copy. */
  const reachable = (values: Float32Array, isRead: boolean): FloatBuffer => {
    const own = memory.bufferOf(values) ?? borrowed.get(values);
    if (own) return own;
    const copy = memory.allocate(values.length);
    borrowed.set(values, copy);
    if (isRead) copy.array.set(values);
    return copy;
  };
  try {
    const [from, to] = [reachable(x, true), reachable(y, false)];
    plan.run(from, to, second && { second: reachable(second, !isSecondWritten) });
    for (const written of isSecondWritten && second ? [y, second] : [y]) {
      const copy = borrowed.get(written);
      if (copy) written.set(copy.array);
    }
  } finally {
    for (const buffer of borrowed.values()) buffer.free();
  }
}
