/** Max and average pooling; adaptive pooling where it has windows of one size. */
import { type PoolGeometry, planAveragePool, planMaxPool } from "../../kernels/index.ts";
import { splitShape, windowOf } from "../../reference/sizes.ts";
import type { Job } from "../kernels.ts";
import { type Planner, providePlanner, runs } from "../planner.ts";

function geometryOf({ args, inputs: [x] }: Job, rank: number): PoolGeometry {
  const { batch, channels, space } = splitShape(x!.shape, rank);
  return { batch, channels, input: space, ...windowOf(args, rank), ceilMode: Boolean(args.ceilMode) };
}

/** Every window is input size / output size long, if that is whole. */
function adaptiveGeometryOf({ inputs: [x], outputs: [y] }: Job, rank: number): PoolGeometry | null {
  const { batch, channels, space } = splitShape(x!.shape, rank);
  const kernel = y!.shape.slice(-rank).map((size, axis) => space[axis]! / size);
  if (!kernel.every(Number.isInteger)) return null;
  const [dilation, padding] = [1, 0].map((value) => new Array<number>(rank).fill(value)) as [
    number[],
    number[],
  ];
  return { batch, channels, input: space, kernel, stride: kernel, dilation, padding, ceilMode: false };
}

for (const rank of [1, 2, 3]) {
  const work: Planner["work"] = ({ inputs: [x], outputs: [y], args }) =>
    args.kernelSize === undefined
      ? x!.data.length
      : y!.data.length * windowOf(args, rank).kernel.reduce((a, b) => a * b, 1);
  providePlanner([`MaxPool${rank}d`], {
    work,
    // kernels have no indices
    prepare: (job) => (job.outputs.length > 1 ? null : runs(planMaxPool(geometryOf(job, rank)))),
  });
  providePlanner([`AvgPool${rank}d`], {
    work,
    prepare: (job) =>
      runs(
        planAveragePool(geometryOf(job, rank), {
          countIncludePad: Boolean(job.args.countIncludePad),
          divisorOverride: (job.args.divisorOverride as number | null | undefined) ?? null,
        }),
      ),
  });
  providePlanner([`AdaptiveMaxPool${rank}d`], {
    work,
    prepare(job) {
      const geometry = job.outputs.length > 1 ? null : adaptiveGeometryOf(job, rank);
      return geometry && runs(planMaxPool(geometry));
    },
  });
  providePlanner([`AdaptiveAvgPool${rank}d`], {
    work,
    prepare(job) {
      const geometry = adaptiveGeometryOf(job, rank);
      return geometry && runs(planAveragePool(geometry));
    },
  });
}
