/**
 * Which layers and functions have planned kernels: one table, filled by the files of `plans/`.
 *
 *     providePlanner(["Unfold"], { work: ({ outputs: [y] }) => y!.data.length, prepare: (job) => runs(planUnfold(…)) })
 */
import type { Plan } from "../kernels/index.ts";
import { type FloatBuffer, runtime } from "../runtime/index.ts";
import type { Job } from "./kernels.ts";

/** What is settled before the numbers come. Arrays of inputs and outputs belong to one call: they must not be kept. */
export interface Prepared {
  /** How it is computed, in words: "Winograd F(4×4, 3×3)". */
  readonly algorithm: string;
  run(job: Job): void;
  dispose(): void;
}

export interface Planner {
  /** Elementary steps of a job: multiply-adds, or numbers moved. A job of few stays on the plain loops. */
  work(job: Job): number;
  /** Null where the kernels cannot do what the arguments ask for. */
  prepare(job: Job): Prepared | null;
}

const table = new Map<string, Planner>();

/** Registers one planner for several names. */
export function providePlanner(names: readonly string[], planner: Planner): void {
  for (const name of names) table.set(name, planner);
}

export function plannerOf(name: string): Planner | undefined {
  return table.get(name);
}

/** A plan from the job's first input, and the second if there is one, to its output. */
export function runs(plan: Plan | null, before: (job: Job) => void = () => {}): Prepared | null {
  if (!plan) return null;
  return {
    algorithm: plan.algorithm,
    run(job) {
      before(job);
      runPlan(plan, job);
    },
    dispose: () => plan.dispose(),
  };
}

/** Runs on the tensors' own memory where kernels can reach it, else on copies. */
function runPlan(plan: Plan, { inputs: [first, other], outputs: [y] }: Job): void {
  const { memory } = runtime;
  const x = memory.bufferOf(first!.data);
  const second = other && memory.bufferOf(other.data);
  const output = memory.bufferOf(y!.data);
  if (x && output && (second || !other)) plan.run(x, output, second && { second });
  else runOnCopies(plan, first!.data, other?.data, y!.data);
}

function runOnCopies(plan: Plan, x: Float32Array, second: Float32Array | undefined, y: Float32Array): void {
  const borrowed: FloatBuffer[] = [];
  const borrow = (length: number): FloatBuffer => {
    const copy = runtime.memory.allocate(length);
    borrowed.push(copy);
    return copy;
  };
  const reachable = (values: Float32Array): FloatBuffer => {
    const own = runtime.memory.bufferOf(values);
    if (own) return own;
    const copy = borrow(values.length);
    copy.array.set(values);
    return copy;
  };
  try {
    const output = runtime.memory.bufferOf(y) ?? borrow(y.length);
    plan.run(reachable(x), output, second && { second: reachable(second) });
    if (borrowed.includes(output)) y.set(output.array);
  } finally {
    for (const buffer of borrowed) buffer.free();
  }
}
