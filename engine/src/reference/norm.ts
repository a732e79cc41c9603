/** Normalisation: (x − mean) / √(variance + eps) · weight + bias, over what each kind normalises. */
import { forRanks } from "../jobs/backend.ts";
import { product } from "../jobs/grid.ts";
import type { Cells, Job } from "../jobs/job.ts";
import { noteStatisticsWritten } from "../jobs/statistics.ts";
import { shapeOf } from "../specs/arguments.ts";
import type { Loops } from "./loops.ts";

interface Moments {
  readonly mean: number;
  readonly variance: number; // biased
}

function momentsOf(data: Float32Array, places: Iterable<number>): Moments {
  let [count, sum] = [0, 0];
  const list = [...places];
  for (const i of list) {
    sum += data[i]!;
    count++;
  }
  const mean = sum / count;
  let squares = 0;
  for (const i of list) squares += (data[i]! - mean) ** 2;
  return { mean, variance: squares / count };
}

function* range(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i++) yield i;
}

const scaled = (x: number, { mean, variance }: Moments, eps: number): number =>
  (x - mean) / Math.sqrt(variance + eps);
const affine = (state: Job["state"], i: number, value: number): number =>
  value * (state.weight ? state.weight.data[i]! : 1) + (state.bias ? state.bias.data[i]! : 0);

function batchNorm(job: Job): void {
  const {
    args,
    state,
    training,
    inputs: [x],
    outputs: [y],
  } = job;
  const [batch, channels] = x!.shape as [number, number];
  const plane = product(x!.shape.slice(2));
  if (training && state.num_batches_tracked) state.num_batches_tracked.data[0]! += 1;
  if (x!.data.length === 0) return;
  const stored = state.running_mean && !training;
  for (let c = 0; c < channels; c++) {
    const places = function* (): Generator<number> {
      for (let n = 0; n < batch; n++)
        yield* range((n * channels + c) * plane, (n * channels + c + 1) * plane);
    };
    const moments = stored
      ? { mean: state.running_mean!.data[c]!, variance: state.running_var!.data[c]! }
      : momentsOf(x!.data, places());
    for (const i of places()) y!.data[i] = affine(state, c, scaled(x!.data[i]!, moments, args.eps as number));
    if (training && (state.running_mean || state.running_var)) track(job, c, moments, batch * plane);
  }
}

/** running = (1 − momentum)·running + momentum·new, with the unbiased variance. */
function track({ state, args }: Job, c: number, { mean, variance }: Moments, count: number): void {
  // without a momentum every batch counts the same
  const weight = (args.momentum as number | null) ?? 1 / state.num_batches_tracked!.data[0]!;
  const update = (cells: Cells | undefined, value: number): void => {
    if (!cells) return;
    const { data } = cells;
    data[c] = (1 - weight) * data[c]! + weight * value;
  };
  noteStatisticsWritten();
  update(state.running_mean, mean);
  update(state.running_var, (variance * count) / (count - 1));
}

/** Every item is normalised by itself; what is kept are the means over the batch. */
function instanceNorm(job: Job, rank: number): void {
  const {
    args,
    state,
    inputs: [x],
    outputs: [y],
  } = job;
  const channels = x!.shape.at(-rank - 1)!;
  const plane = product(x!.shape.slice(-rank));
  if (plane * channels === 0) return;
  const items = x!.data.length / plane;
  const stored = state.running_mean && !job.training;
  const seen: Moments[] = [];
  for (let item = 0; item < items; item++) {
    const c = item % channels;
    const moments = stored
      ? { mean: state.running_mean!.data[c]!, variance: state.running_var!.data[c]! }
      : momentsOf(x!.data, range(item * plane, (item + 1) * plane));
    seen.push(moments);
    for (let i = item * plane; i < (item + 1) * plane; i++)
      y!.data[i] = affine(state, c, scaled(x!.data[i]!, moments, args.eps as number));
  }
  if (!state.running_mean || stored) return;
  const batch = items / channels;
  for (let c = 0; c < channels; c++) {
    const own = seen.filter((_, item) => item % channels === c);
    const mean = (of: (moments: Moments) => number): number => own.reduce((sum, m) => sum + of(m), 0) / batch;
    track(job, c, { mean: mean((m) => m.mean), variance: mean((m) => m.variance) }, plane);
  }
}

/** x / (k + α/size · Σ x²)^β over the channels c − ⌊size/2⌋ … c + ⌊(size − 1)/2⌋; those beyond the ends are zeros. */
function localResponseNorm({ args, inputs: [x], outputs: [y] }: Job): void {
  const [size, alpha, beta, k] = [args.size, args.alpha, args.beta, args.k] as [
    number,
    number,
    number,
    number,
  ];
  const [batch, channels, ...space] = x!.shape as [number, number, ...number[]];
  const plane = product(space);
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < plane; i++) {
      const at = (c: number): number => (n * channels + c) * plane + i;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        const end = Math.min(channels - 1, c + Math.floor((size - 1) / 2));
        for (let other = Math.max(0, c - Math.floor(size / 2)); other <= end; other++)
          sum += x!.data[at(other)]! ** 2;
        y!.data[at(c)] = x!.data[at(c)]! / (k + (alpha * sum) / size) ** beta;
      }
    }
  }
}

export const normLoops: Loops = {
  LocalResponseNorm: localResponseNorm,
  LayerNorm: ({ args, state, inputs: [x], outputs: [y] }) => {
    const width = product(shapeOf(args.normalizedShape) as number[]);
    for (let from = 0; from < x!.data.length; from += width) {
      const moments = momentsOf(x!.data, range(from, from + width));
      for (let i = 0; i < width; i++)
        y!.data[from + i] = affine(state, i, scaled(x!.data[from + i]!, moments, args.eps as number));
    }
  },
  RMSNorm: ({ args, state, inputs: [x], outputs: [y] }) => {
    const width = product(shapeOf(args.normalizedShape) as number[]);
    const eps = (args.eps as number | null) ?? 2 ** -23; // of float32
    for (let from = 0; from < x!.data.length; from += width) {
      let squares = 0;
      for (let i = 0; i < width; i++) squares += x!.data[from + i]! ** 2;
      const root = Math.sqrt(squares / width + eps);
      for (let i = 0; i < width; i++) y!.data[from + i] = affine(state, i, x!.data[from + i]! / root);
    }
  },
  GroupNorm: ({ args, state, inputs: [x], outputs: [y] }) => {
    const [batch, channels] = x!.shape as [number, number];
    const groups = args.numGroups as number;
    const plane = product(x!.shape.slice(2));
    const width = (channels / groups) * plane;
    for (let group = 0; group < batch * groups; group++) {
      const moments = momentsOf(x!.data, range(group * width, (group + 1) * width));
      for (let i = group * width; i < (group + 1) * width; i++)
        y!.data[i] = affine(
          state,
          Math.floor(i / plane) % channels,
          scaled(x!.data[i]!, moments, args.eps as number),
        );
    }
  },
  ...forRanks((rank) => ({
    [`BatchNorm${rank}d`]: batchNorm,
    [`InstanceNorm${rank}d`]: (job: Job) => instanceNorm(job, rank),
  })),
};
