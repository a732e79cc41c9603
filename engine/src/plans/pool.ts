/** Max and average pooling; adaptive pooling where it has windows of one size. */
import { forRanks, type Planners } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import { splitShape, windowOf } from "../jobs/sizes.ts";
import { type PoolGeometry, planAveragePool, planMaxPool } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { isList } from "../specs/arguments.ts";
import { planner, runs } from "./runs.ts";

export const poolPlanners = (runtime: Runtime): Planners => ({
  // the mean over the last axes is a window over each plane
  mean: planner(inputSize, (job) => {
    const length = lastAxesOf(job);
    const geometry = length === null ? null : wholeWindows(job.inputs[0]!.data.length / length, length);
    return geometry && runs(runtime, planAveragePool(runtime, geometry));
  }),
  ...forRanks((rank) => ({
    // kernels have no indices
    [`MaxPool${rank}d`]: planner(windowWork(rank), (job) =>
      job.outputs.length > 1 ? null : runs(runtime, planMaxPool(runtime, geometryOf(job, rank))),
    ),
    [`AvgPool${rank}d`]: planner(windowWork(rank), (job) =>
      runs(
        runtime,
        planAveragePool(runtime, geometryOf(job, rank), {
          countIncludePad: Boolean(job.args.countIncludePad),
          divisorOverride: (job.args.divisorOverride as number | null | undefined) ?? null,
        }),
      ),
    ),
    [`AdaptiveMaxPool${rank}d`]: planner(inputSize, (job) => {
      const geometry = job.outputs.length > 1 ? null : adaptiveGeometryOf(job, rank);
      return geometry && runs(runtime, planMaxPool(runtime, geometry));
    }),
    [`AdaptiveAvgPool${rank}d`]: planner(inputSize, (job) => {
      const geometry = adaptiveGeometryOf(job, rank);
      return geometry && runs(runtime, planAveragePool(runtime, geometry));
    }),
  })),
});

/** Values whose sum, one after the other in float32, is as good as any. */
const MOST_AVERAGED = 256;

/** How many values a mean is of, where its axes are the last ones and few. */
function lastAxesOf({ args, inputs: [x] }: Job): number | null {
  const rank = x!.shape.length;
  const axes = isList(args.dim) ? (args.dim as number[]) : [args.dim as number | null | undefined];
  const from = rank - axes.length;
  const isLast = (axis: number | null | undefined) =>
    typeof axis === "number" && (axis + rank) % rank >= from;
  if (axes.length === 0 || from < 1 || !axes.every(isLast)) return null;
  const length = x!.shape.slice(from).reduce((a, b) => a * b, 1);
  return length <= MOST_AVERAGED ? length : null;
}

const wholeWindows = (channels: number, length: number): PoolGeometry => ({
  batch: 1,
  channels,
  input: [length],
  kernel: [length],
  stride: [length],
  dilation: [1],
  padding: [0],
  ceilMode: false,
});

const inputSize = ({ inputs: [x] }: Job): number => x!.data.length;
const windowWork =
  (rank: number) =>
  ({ args, outputs: [y] }: Job): number =>
    y!.data.length * windowOf(args, rank).kernel.reduce((a, b) => a * b, 1);

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
