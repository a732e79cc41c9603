/** Normalisation: with running statistics a scale and a shift for each channel, else rows brought to mean 0, variance 1. */
import { forRanks, type Planners, type Prepared } from "../jobs/backend.ts";
import { product } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { planRowNorm, planScaleShift, type RowNormGeometry } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { shapeOf } from "../specs/arguments.ts";
import { planner, runs } from "./runs.ts";

export const normPlanners = (runtime: Runtime): Planners => ({
  LayerNorm: planner(work, (job) =>
    byRows(runtime, job, product(shapeOf(job.args.normalizedShape) as number[]), "element"),
  ),
  GroupNorm: planner(work, (job) => {
    const [, channels, ...space] = job.inputs[0]!.shape as [number, number, ...number[]];
    const size = product(space);
    return byRows(runtime, job, (channels / (job.args.numGroups as number)) * size, { channels, size });
  }),
  ...forRanks((rank) => ({
    // statistics of the batch itself are the loops' work: they also keep track of them
    [`BatchNorm${rank}d`]: planner(work, (job) => {
      const [, channels, ...space] = job.inputs[0]!.shape as [number, number, ...number[]];
      return job.state.running_mean && !job.training
        ? withRunningStatistics(runtime, job, channels, product(space))
        : null;
    }),
    [`InstanceNorm${rank}d`]: planner(work, (job) => {
      const { shape } = job.inputs[0]!;
      const channels = shape.at(-rank - 1)!;
      const size = product(shape.slice(-rank));
      if (!job.state.running_mean) return byRows(runtime, job, size, { channels, size });
      return job.training ? null : withRunningStatistics(runtime, job, channels, size);
    }),
  })),
});

/** Sums, differences and products of each number. */
const work = ({ inputs: [x] }: Job): number => 8 * x!.data.length;

/** (x − mean) / √(variance + eps) · weight + bias as one multiply-add, from the statistics of each run. */
function withRunningStatistics(
  runtime: Runtime,
  { state, args, inputs: [x] }: Job,
  channels: number,
  size: number,
): Prepared | null {
  const geometry = { batch: x!.data.length / (channels * size), channels, size };
  const scale = new Float32Array(channels);
  const shift = new Float32Array(channels);
  const plan = planScaleShift(runtime, geometry, scale, shift);
  return runs(runtime, plan, () => {
    for (let c = 0; c < channels; c++) {
      const deviation = Math.sqrt(state.running_var!.data[c]! + (args.eps as number));
      const factor = (state.weight?.data[c] ?? 1) / deviation;
      scale[c] = factor;
      shift[c] = (state.bias?.data[c] ?? 0) - state.running_mean!.data[c]! * factor;
    }
    plan!.update(scale, shift);
  });
}

function byRows(
  runtime: Runtime,
  { state, args, inputs: [x] }: Job,
  length: number,
  affine: RowNormGeometry["affine"],
): Prepared | null {
  const geometry = { rows: x!.data.length / length, length, epsilon: args.eps as number, affine };
  return runs(runtime, planRowNorm(runtime, geometry, state.weight?.data ?? null, state.bias?.data ?? null));
}
