/** Unfold and Fold. */
import { planFold, planUnfold, type UnfoldGeometry } from "../../kernels/index.ts";
import { windowOf } from "../../reference/sizes.ts";
import type { Cells, Job } from "../kernels.ts";
import { providePlanner, runs } from "../planner.ts";

/** `image` is the tensor of planes: the input of Unfold, the output of Fold. */
function geometryOf({ args }: Job, { shape }: Cells): UnfoldGeometry {
  const [batch, channels, height, width] = shape.length === 4 ? shape : [1, ...shape];
  return { batch: batch!, channels: channels!, input: [height!, width!], ...windowOf(args, 2) };
}

providePlanner(["Unfold"], {
  work: ({ outputs: [y] }) => y!.data.length,
  prepare: (job) => runs(planUnfold(geometryOf(job, job.inputs[0]!))),
});
providePlanner(["Fold"], {
  work: ({ inputs: [x] }) => x!.data.length,
  prepare: (job) => runs(planFold(geometryOf(job, job.outputs[0]!))),
});
