/** Losses: differences of predictions and targets, weighted and reduced. */

import { ConvLensError } from "../errors/convlens-error.ts";
import { forEachIndex, product, stepsOf } from "../jobs/grid.ts";
import type { Cells, Job } from "../jobs/job.ts";
import type { Loops } from "./loops.ts";

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** `count`: what a mean divides by, the number of values or the sum of their weights. */
function reduceLoss({ args, outputs: [y] }: Job, losses: readonly number[], count = losses.length): void {
  if (args.reduction === "none") y!.data.set(losses);
  else y!.data[0] = args.reduction === "sum" ? total(losses) : total(losses) / count;
}

/** The tensor that was given as this argument. */
const tensorOf = ({ args, inputs }: Job, name: string): Cells | undefined =>
  typeof args[name] === "number" ? inputs[args[name]] : undefined;

/** Value by value, everything broadcast to one shape. `p`: the weight of positives. */
const pointwise =
  (loss: (x: number, t: number, args: Job["args"], p: number) => number) =>
  (job: Job): void => {
    const [x, t] = job.inputs as [Cells, Cells];
    const rank = Math.max(x.shape.length, t.shape.length);
    const shape = Array.from({ length: rank }, (_, i) => {
      const [a, b] = [x, t].map((cells) => cells.shape[i - rank + cells.shape.length] ?? 1) as [
        number,
        number,
      ];
      return a === 1 ? b : a;
    });
    const parts = [x, t, tensorOf(job, "weight"), tensorOf(job, "posWeight")];
    const steps = parts.map((cells) => (cells ? stepsOf(cells.shape, rank) : []));
    const losses: number[] = [];
    forEachIndex(shape, (index) => {
      const [a, b, weight, positive] = parts.map((cells, i) =>
        cells ? cells.data[index.reduce((sum, v, axis) => sum + v * steps[i]![axis]!, 0)]! : 1,
      ) as [number, number, number, number];
      losses.push(weight * loss(a, b, job.args, positive));
    });
    reduceLoss(job, losses);
  };

/**
 * −log p of the target's class; with label smoothing ε the target is (1 − ε) of it and ε/C of every class. Class
 * weights scale both, and a mean divides by the weights of the classes that were asked for.
 */
const classification =
  (logits: boolean) =>
  (job: Job): void => {
    const [x, t] = job.inputs as [Cells, Cells];
    const axis = x.shape.length === 1 ? 0 : 1;
    const [classes, inner] = [x.shape[axis]!, product(x.shape.slice(axis + 1))];
    const weights = tensorOf(job, "weight")?.data;
    const smoothing = (job.args.labelSmoothing as number | undefined) ?? 0;
    const weightOf = (c: number): number => weights?.[c] ?? 1;
    const losses: number[] = [];
    let counted = 0;
    const soft = logits && t.shape.length === x.shape.length;
    const places = x.data.length / classes;
    for (let place = 0; place < places; place++) {
      const start = Math.floor(place / inner) * classes * inner + (place % inner);
      const values = Array.from({ length: classes }, (_, c) => x.data[start + c * inner]!);
      const costs = values.map((value) => -value);
      if (logits) {
        const max = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
        const shift = max + Math.log(total(values.map((value) => Math.exp(value - max))));
        for (const c of costs.keys()) costs[c]! += shift;
      }
      if (soft) {
        losses.push(
          total(
            costs.map(
              (cost, c) =>
                cost * weightOf(c) * (t.data[start + c * inner]! * (1 - smoothing) + smoothing / classes),
            ),
          ),
        );
        continue;
      }
      const target = t.data[place]!;
      if (target === job.args.ignoreIndex) {
        losses.push(0);
        continue;
      }
      if (!Number.isInteger(target) || target < 0 || target >= classes)
        throw new ConvLensError(`Target ${target} is out of bounds.`, "loss-target", "IndexError");
      counted += weightOf(target);
      const spread = smoothing === 0 ? 0 : total(costs.map((cost, c) => cost * weightOf(c)));
      losses.push((1 - smoothing) * weightOf(target) * costs[target]! + (smoothing / classes) * spread);
    }
    reduceLoss(job, losses, soft ? places : counted);
  };

export const lossLoops: Loops = {
  MSELoss: pointwise((x, t) => (x - t) ** 2),
  L1Loss: pointwise((x, t) => Math.abs(x - t)),
  SmoothL1Loss: pointwise((x, t, args) => {
    const [d, beta] = [Math.abs(x - t), args.beta as number];
    return d < beta ? (0.5 * d * d) / beta : d - 0.5 * beta;
  }),
  HuberLoss: pointwise((x, t, args) => {
    const [d, delta] = [Math.abs(x - t), args.delta as number];
    return d <= delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
  }),
  BCELoss: pointwise(
    (x, t) => -(t * Math.max(Math.log(x), -100) + (1 - t) * Math.max(Math.log(1 - x), -100)),
  ),
  BCEWithLogitsLoss: pointwise((x, t, _args, p) => {
    const softplus = Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0); // log(1 + e⁻ˣ)
    return (1 - t) * x + (1 + (p - 1) * t) * softplus;
  }),
  CrossEntropyLoss: classification(true),
  NLLLoss: classification(false),
};
