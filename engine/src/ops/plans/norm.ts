/** Normalisation: with running statistics a scale and a shift for each channel, else rows brought to mean 0, variance 1. */
import { planRowNorm, planScaleShift, type RowNormGeometry } from "../../kernels/index.ts";
import { product } from "../../reference/grid.ts";
import { shapeOf } from "../../specs/arguments.ts";
import type { Job } from "../kernels.ts";
import { type Planner, type Prepared, providePlanner, runs } from "../planner.ts";

const work: Planner["work"] = ({ inputs: [x] }) => x!.data.length;

/** (x − mean) / √(variance + eps) · weight + bias as one multiply-add, from the statistics of each run. */
function withRunningStatistics(
  { state, args, inputs: [x] }: Job,
  channels: number,
  size: number,
): Prepared | null {
  const geometry = { batch: x!.data.length / (channels * size), channels, size };
  const scale = new Float32Array(channels);
  const shift = new Float32Array(channels);
  const plan = planScaleShift(geometry, scale, shift);
  return runs(plan, () => {
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
  { state, args, inputs: [x] }: Job,
  length: number,
  affine: RowNormGeometry["affine"],
): Prepared | null {
  const geometry = { rows: x!.data.length / length, length, epsilon: args.eps as number, affine };
  return runs(planRowNorm(geometry, state.weight?.data ?? null, state.bias?.data ?? null));
}

providePlanner(["LayerNorm"], {
  work,
  prepare: (job) => byRows(job, product(shapeOf(job.args.normalizedShape) as number[]), "element"),
});
providePlanner(["GroupNorm"], {
  work,
  prepare(job) {
    const [, channels, ...space] = job.inputs[0]!.shape as [number, number, ...number[]];
    const size = product(space);
    return byRows(job, (channels / (job.args.numGroups as number)) * size, { channels, size });
  },
});
for (const rank of [1, 2, 3]) {
  providePlanner([`BatchNorm${rank}d`], {
    work,
    // statistics of the batch itself are the loops' work: they also keep track of them
    prepare(job) {
      const [, channels, ...space] = job.inputs[0]!.shape as [number, number, ...number[]];
      return job.state.running_mean && !job.training
        ? withRunningStatistics(job, channels, product(space))
        : null;
    },
  });
  providePlanner([`InstanceNorm${rank}d`], {
    work,
    prepare(job) {
      const { shape } = job.inputs[0]!;
      const channels = shape.at(-rank - 1)!;
      const size = product(shape.slice(-rank));
      if (!job.state.running_mean) return byRows(job, size, { channels, size });
      return job.training ? null : withRunningStatistics(job, channels, size);
    },
  });
}
