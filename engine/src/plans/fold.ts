/** Unfold and Fold. */
import type { Planners } from "../jobs/backend.ts";
import type { Cells, Job } from "../jobs/job.ts";
import { windowOf } from "../jobs/sizes.ts";
import { planFold, planUnfold, type UnfoldGeometry } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { planner, runs } from "./runs.ts";

export const foldPlanners = (runtime: Runtime): Planners => ({
  Unfold: planner(
    ({ outputs: [y] }) => y!.data.length,
    (job) => runs(runtime, planUnfold(runtime, geometryOf(job, job.inputs[0]!))),
  ),
  Fold: planner(
    ({ inputs: [x] }) => x!.data.length,
    (job) => runs(runtime, planFold(runtime, geometryOf(job, job.outputs[0]!))),
  ),
});

/** `image` is the tensor of planes: the input of Unfold, the output of Fold. */
function geometryOf({ args }: Job, { shape }: Cells): UnfoldGeometry {
  const [batch, channels, height, width] = shape.length === 4 ? shape : [1, ...shape];
  return { batch: batch!, channels: channels!, input: [height!, width!], ...windowOf(args, 2) };
}
