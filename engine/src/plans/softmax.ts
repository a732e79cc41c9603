/** Softmax along the last axis. */
import type { Planners } from "../jobs/backend.ts";
import { planSoftmax } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { planner, runs } from "./runs.ts";

/** Exponentials cost more than sums do. */
const STEPS = 8;

export const softmaxPlanners = (runtime: Runtime): Planners => ({
  Softmax: planner(
    ({ inputs: [x] }) => STEPS * x!.data.length,
    ({ args, inputs: [x] }) => {
      const { shape, data } = x!;
      const isLast = args.dim === -1 || args.dim === shape.length - 1;
      if (!isLast || shape.length === 0) return null;
      const length = shape.at(-1)!;
      return runs(runtime, planSoftmax(runtime, { rows: data.length / length, length }));
    },
  ),
});
