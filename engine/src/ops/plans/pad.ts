/** Padding layers and `pad`: up to three padded axes, in any mode; negative sizes crop. */
import { planPad } from "../../kernels/index.ts";
import { product } from "../../reference/grid.ts";
import { paddedIndex } from "../../reference/sizes.ts";
import { isList, shapeOf } from "../../specs/arguments.ts";
import type { Job } from "../kernels.ts";
import { type Planner, type Prepared, providePlanner, runs } from "../planner.ts";

const work: Planner["work"] = ({ outputs: [y] }) => y!.data.length;

/** `sides` are low and high, of the last axis first. */
function prepare(
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
  return runs(planPad({ planes: product(x!.shape.slice(0, -padded)), input, axes, fill }));
}

const modes = {
  ZeroPad: "constant",
  ConstantPad: "constant",
  ReflectionPad: "reflect",
  ReplicationPad: "replicate",
  CircularPad: "circular",
};
for (const [name, mode] of Object.entries(modes)) {
  for (const rank of [1, 2, 3]) {
    providePlanner([`${name}${rank}d`], {
      work,
      prepare(job) {
        const { padding, value } = job.args;
        const sides = isList(padding)
          ? (padding as number[])
          : new Array<number>(2 * rank).fill(padding as number);
        return prepare(job, sides, mode, (value as number | undefined) ?? 0);
      },
    });
  }
}
providePlanner(["pad"], {
  work,
  prepare: (job) =>
    prepare(
      job,
      shapeOf(job.args.pad) as number[],
      String(job.args.mode),
      (job.args.value as number | null) ?? 0,
    ),
});
