/** Linear layers over any number of leading axes. */
import { planLinear } from "../../kernels/index.ts";
import { providePlanner, runs } from "../planner.ts";

providePlanner(["Linear"], {
  work: ({ state, outputs: [y] }) => y!.data.length * state.weight!.shape[1]!,
  prepare({ state, inputs: [x] }) {
    const [outFeatures, inFeatures] = state.weight!.shape as [number, number];
    const geometry = { rows: x!.data.length / inFeatures, inFeatures, outFeatures };
    return runs(planLinear(geometry, state.weight!.data, state.bias?.data ?? null));
  },
});
