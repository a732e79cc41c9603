/** Dropout: in training each value, or each channel as a whole, is zeroed with probability p; else a copy. */
import { forRanks } from "../jobs/backend.ts";
import { product } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { generator } from "../random/generator.ts";
import type { Loops } from "./loops.ts";

/** `size`: how many values live or die together. What lives is scaled so that the mean stays. */
function dropout({ args, training, inputs: [x], outputs: [y] }: Job, size: number): void {
  const p = training ? (args.p as number) : 0;
  if (p === 0) return void y!.data.set(x!.data);
  const scale = p < 1 ? 1 / (1 - p) : 0;
  forGroups(
    x!.data.length,
    size,
    (from, to, kept) => {
      for (let i = from; i < to; i++) y!.data[i] = kept ? x!.data[i]! * scale : x!.data[i]! * 0;
    },
    p,
  );
}

/** Klambauer et al., Self-Normalizing Neural Networks: what dies becomes SELU's lower bound, then all is shifted back. */
function alphaDropout({ args, training, inputs: [x], outputs: [y] }: Job, size: number): void {
  const p = training ? (args.p as number) : 0;
  if (p === 0) return void y!.data.set(x!.data);
  const bound = -1.7580993408473766;
  const a = p < 1 ? 1 / Math.sqrt((1 - p) * (1 + p * bound * bound)) : 0;
  const shift = -a * p * bound;
  forGroups(
    x!.data.length,
    size,
    (from, to, kept) => {
      for (let i = from; i < to; i++) y!.data[i] = a * (kept ? x!.data[i]! : bound) + shift;
    },
    p,
  );
}

function forGroups(
  count: number,
  size: number,
  give: (from: number, to: number, kept: boolean) => void,
  p: number,
): void {
  for (let from = 0; from < count; from += size) give(from, from + size, generator.uniform() >= p);
}

/** The values of one channel; an input of one axis less than batch, channel and space has no batch. */
const channel = ({ inputs: [x] }: Job, rank: number): number =>
  product(x!.shape.slice(x!.shape.length > rank + 1 || x!.shape.length === 2 ? 2 : 1));

export const dropoutLoops: Loops = {
  Dropout: (job) => dropout(job, 1),
  ...forRanks((rank) => ({ [`Dropout${rank}d`]: (job: Job) => dropout(job, channel(job, rank)) })),
  AlphaDropout: (job) => alphaDropout(job, 1),
  FeatureAlphaDropout: (job) => alphaDropout(job, product(job.inputs[0]!.shape.slice(2))),
};
