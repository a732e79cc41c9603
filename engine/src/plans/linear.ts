/** Linear layers over any number of leading axes. */
import type { Planners } from "../jobs/backend.ts";
import { planLinear } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { planner, runs } from "./runs.ts";

export const linearPlanners = (runtime: Runtime): Planners => ({
  Linear: planner(
    ({ state, outputs: [y] }) => y!.data.length * state.weight!.shape[1]!,
    ({ state, inputs: [x] }) => {
      const [outFeatures, inFeatures] = state.weight!.shape as [number, number];
      const geometry = { rows: x!.data.length / inFeatures, inFeatures, outFeatures };
      return runs(runtime, planLinear(runtime, geometry, state.weight!.data, state.bias?.data ?? null));
    },
  ),
});
