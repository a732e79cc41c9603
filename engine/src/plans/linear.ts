/** Linear layers over any number of leading axes. */
import type { Planners } from "../jobs/backend.ts";
import { planLinear } from "../kernels/index.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { epilogueOf, isEnding } from "./ending.ts";
import { planner, runsFolded } from "./runs.ts";

export const linearPlanners = (runtime: Runtime): Planners => ({
  Linear: planner(
    ({ state, outputs: [y] }) => y!.data.length * state.weight!.shape[1]!,
    (job) => {
      const {
        state,
        inputs: [x],
      } = job;
      const [outFeatures, inFeatures] = state.weight!.shape as [number, number];
      const geometry = { rows: x!.data.length / inFeatures, inFeatures, outFeatures };
      const epilogue = epilogueOf(job.after ?? []);
      return runsFolded(runtime, job, (...weights) => planLinear(runtime, geometry, ...weights, epilogue));
    },
    (_, steps) => host.simd && isEnding(steps, null),
  ),
});
