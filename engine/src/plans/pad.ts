/** Padding layers and `pad`: up to three padded axes, in any mode; negative sizes crop. */
import { forRanks, type Planners, type Prepared } from "../jobs/backend.ts";
import { product } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { PADDING_LAYERS, paddedIndex, sidesOf } from "../jobs/sizes.ts";
import { planPad } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { shapeOf } from "../specs/arguments.ts";
import { planner, runs } from "./runs.ts";

export const padPlanners = (runtime: Runtime): Planners => ({
  pad: planner(work, (job) => {
    const { pad, mode, value } = job.args;
    return prepare(runtime, job, shapeOf(pad) as number[], String(mode), (value as number | null) ?? 0);
  }),
  ...forRanks((rank) =>
    Object.fromEntries(
      Object.entries(PADDING_LAYERS).map(([name, mode]) => [
        `${name}${rank}d`,
        planner(work, (job) => {
          const { padding, value } = job.args;
          return prepare(runtime, job, sidesOf(padding, rank), mode, (value as number | undefined) ?? 0);
        }),
      ]),
    ),
  ),
});

const work = ({ outputs: [y] }: Job): number => y!.data.length;

/** `sides` are low and high, of the last axis first. */
function prepare(
  runtime: Runtime,
  { inputs: [x] }: Job,
  sides: readonly number[],
  mode: string,
  fill: number,
): Prepared | null {
  const padded = Math.max(1, Math.ceil(sides.length / 2));
  if (padded > 3 || padded > x!.shape.length) return null;
  const input = x!.shape.slice(-padded);
  const axes = input.map((size, axis) => {
    const [low, high] = [0, 1].map((side) => sides[2 * (padded - 1 - axis) + side] ?? 0) as [number, number];
    const crop = Math.max(0, -low);
    const kept = size - crop - Math.max(0, -high);
    return Array.from({ length: size + low + high }, (_, at) => {
      const from = paddedIndex(mode, at - Math.max(0, low), kept);
      return from < 0 && mode === "constant" ? -1 : from + crop;
    });
  });
  return runs(runtime, planPad(runtime, { planes: product(x!.shape.slice(0, -padded)), input, axes, fill }));
}
