/** Reductions over axes, and softmax along one. */
import { forEachIndex, product, stepsOf, stridesOf } from "../jobs/grid.ts";
import type { Cells, Job } from "../jobs/job.ts";
import { isList } from "../specs/arguments.ts";
import { alongAxis, inOrder } from "./lines.ts";
import { type Loops, mapValues } from "./loops.ts";

type Reduce = (values: Float64Array) => number;
function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
const mean: Reduce = (values) => sum(values) / values.length;
const extreme =
  (better: (a: number, b: number) => boolean): Reduce =>
  (values) =>
    values.reduce(
      (best, value, i) =>
        Number.isNaN(values[best]!) ? best : Number.isNaN(value) || better(value, values[best]!) ? i : best,
      0,
    );
const argmax = extreme((a, b) => a > b);
const argmin = extreme((a, b) => a < b);
const variance: Reduce = (values) => {
  const center = mean(values);
  return sum(values.map((value) => (value - center) ** 2)) / (values.length - 1);
};

const reductions: Readonly<Record<string, Reduce>> = {
  sum,
  mean,
  prod: (values) => values.reduce((a, b) => a * b, 1),
  var: variance,
  std: (values) => Math.sqrt(variance(values)),
  norm: (values) => Math.sqrt(sum(values.map((value) => value * value))),
  logsumexp: (values) => {
    const max = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return Math.abs(max) === Number.POSITIVE_INFINITY
      ? max
      : max + Math.log(sum(values.map((value) => Math.exp(value - max))));
  },
  any: (values) => Number(values.some((value) => value !== 0)),
  all: (values) => Number(values.every((value) => value !== 0)),
  amax: (values) => values[argmax(values)]!,
  amin: (values) => values[argmin(values)]!,
  argmax,
  argmin,
};

/** Calls `give` with the values behind each output place. The array is reused. */
function forEachGroup({ args, inputs: [x] }: Job, give: (values: Float64Array, place: number) => void): void {
  const rank = x!.shape.length;
  const asked = args.dim ?? null;
  const dims =
    asked === null || (isList(asked) && asked.length === 0)
      ? x!.shape.map((_, i) => i)
      : (isList(asked) ? asked : [asked]).map((dim) =>
          (dim as number) < 0 ? (dim as number) + rank : (dim as number),
        );
  const kept = x!.shape.map((_, i) => i).filter((i) => !dims.includes(i));
  const strides = stridesOf(x!.shape);
  const inside = dims.filter((dim) => dim < rank).sort((a, b) => a - b);
  const offsets = offsetsOf(
    inside.map((i) => x!.shape[i]!),
    inside.map((i) => strides[i]!),
  );
  const starts = offsetsOf(
    kept.map((i) => x!.shape[i]!),
    kept.map((i) => strides[i]!),
  );
  const values = new Float64Array(offsets.length);
  for (const [place, start] of starts.entries()) {
    for (let i = 0; i < offsets.length; i++) values[i] = x!.data[start + offsets[i]!]!;
    give(values, place);
  }
}

/** Where each index of a grid lies, with these steps along its axes. */
function offsetsOf(sizes: readonly number[], steps: readonly number[]): Int32Array {
  const offsets = new Int32Array(product(sizes));
  forEachIndex(sizes, (index, flat) => {
    for (let axis = 0; axis < index.length; axis++) offsets[flat]! += index[axis]! * steps[axis]!;
  });
  return offsets;
}

/** The lower of the two in the middle; NaN where there is one. */
const median: Reduce = (values) => {
  const places = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const missing = values.findIndex(Number.isNaN);
  return missing >= 0 ? missing : places[Math.floor((places.length - 1) / 2)]!;
};

/** Running sums and products along an axis. */

/** exp(x − max) / Σ exp(x − max) along an axis; the logarithm of it for logSoftmax. */
const softmax =
  (log: boolean, sign = 1) =>
  ({ args, inputs: [x], outputs: [y] }: Job): void => {
    const rank = x!.shape.length;
    const asked = (args.dim as number | null) ?? (rank === 0 || rank === 1 || rank === 3 ? 0 : 1);
    const dim = asked < 0 ? asked + Math.max(rank, 1) : asked;
    const size = x!.shape[dim] ?? 1;
    const inner = product(x!.shape.slice(dim + 1));
    const values = new Float64Array(size);
    for (let line = 0; line < x!.data.length / size; line++) {
      const start = Math.floor(line / inner) * inner * size + (line % inner);
      let max = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < size; i++) {
        values[i] = sign * x!.data[start + i * inner]!;
        max = Math.max(max, values[i]!);
      }
      let total = 0;
      for (let i = 0; i < size; i++) total += Math.exp(values[i]! - max);
      const shift = Math.log(total);
      for (let i = 0; i < size; i++) {
        const value = values[i]! - max;
        y!.data[start + i * inner] = log ? value - shift : Math.exp(value) / total;
      }
    }
  };

const reduced =
  (reduce: (values: Float64Array) => number) =>
  (job: Job): void =>
    forEachGroup(job, (values, place) => {
      job.outputs[0]!.data[place] = reduce(values);
    });

/** The value at the place that `pick` finds, and that place where it is asked for. */
const picked =
  (pick: (values: Float64Array) => number) =>
  (job: Job): void =>
    forEachGroup(job, (values, place) => {
      const at = pick(values);
      job.outputs[0]!.data[place] = values[at]!;
      if (job.outputs[1]) job.outputs[1].data[place] = at;
    });

const cumulated =
  (step: (total: number, value: number) => number) =>
  ({ args, inputs: [x], outputs: [y] }: Job): void => {
    const rank = x!.shape.length;
    const dim = (args.dim as number) < 0 ? (args.dim as number) + Math.max(rank, 1) : (args.dim as number);
    const size = x!.shape[dim] ?? 1;
    const inner = product(x!.shape.slice(dim + 1));
    for (let start = 0; start < x!.data.length; start++) {
      if (Math.floor(start / inner) % size !== 0) continue;
      let total = x!.data[start]!;
      for (let i = 0; i < size; i++) {
        if (i > 0) total = step(total, x!.data[start + i * inner]!);
        y!.data[start + i * inner] = total;
      }
    }
  };

/** Σ ab / (max(‖a‖, eps) · max(‖b‖, eps)) along an axis of what both are broadcast to. */
function cosineSimilarity({ args, inputs: [a, b], outputs: [y] }: Job): void {
  const rank = Math.max(a!.shape.length, b!.shape.length);
  const dim = (args.dim as number) < 0 ? (args.dim as number) + Math.max(rank, 1) : (args.dim as number);
  const [stepsA, stepsB] = [stepsOf(a!.shape, rank), stepsOf(b!.shape, rank)];
  const sizeAlong = ({ shape }: Cells): number => shape[dim - rank + shape.length] ?? 1;
  const size = sizeAlong(a!) === 1 ? sizeAlong(b!) : sizeAlong(a!);
  const eps = args.eps as number;
  const [alongA, alongB] = [stepsA[dim] ?? 0, stepsB[dim] ?? 0];
  const others = [...stepsA.keys()].filter((axis) => axis !== dim);
  forEachIndex(y!.shape, (index, flat) => {
    let [i, j] = [0, 0];
    for (const [at, axis] of others.entries()) {
      i += index[at]! * stepsA[axis]!;
      j += index[at]! * stepsB[axis]!;
    }
    let [dot, squareA, squareB] = [0, 0, 0];
    for (let step = 0; step < size; step++) {
      const [left, right] = [a!.data[i + step * alongA]!, b!.data[j + step * alongB]!];
      dot += left * right;
      squareA += left * left;
      squareB += right * right;
    }
    y!.data[flat] = dot / (Math.max(Math.sqrt(squareA), eps) * Math.max(Math.sqrt(squareB), eps));
  });
}

/** ‖a − b + eps‖ₚ along the last axis of what both are broadcast to. */
function pairwiseDistance({ args, inputs: [a, b], outputs: [y] }: Job): void {
  const rank = Math.max(a!.shape.length, b!.shape.length);
  const [stepsA, stepsB] = [stepsOf(a!.shape, rank), stepsOf(b!.shape, rank)];
  const [lastA, lastB] = [a!.shape.at(-1) ?? 1, b!.shape.at(-1) ?? 1];
  const size = lastA === 1 ? lastB : lastA;
  const [alongA, alongB] = [stepsA.at(-1) ?? 0, stepsB.at(-1) ?? 0];
  forEachIndex(y!.shape, (index, flat) => {
    let [i, j] = [0, 0];
    for (let axis = 0; axis < rank - 1; axis++) {
      i += index[axis]! * stepsA[axis]!;
      j += index[axis]! * stepsB[axis]!;
    }
    const differences = Float64Array.from({ length: size }, (_, at) =>
      Math.abs(a!.data[i + at * alongA]! - b!.data[j + at * alongB]! + (args.eps as number)),
    );
    y!.data[flat] = powerNorm(differences, args.p as number);
  });
}

/** ‖x‖ₚ of absolute values; of p = 0 how many are not 0. */
function powerNorm(values: Float64Array, p: number): number {
  if (p === Number.POSITIVE_INFINITY) return values.reduce((most, value) => Math.max(most, value), 0);
  if (p === Number.NEGATIVE_INFINITY)
    return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  if (p === 0) return values.filter((value) => value !== 0).length;
  return values.reduce((total, value) => total + value ** p, 0) ** (1 / p);
}

/** x / max(‖x‖ₚ, eps) along an axis. */
const normalize = (job: Job): void => {
  const [p, eps] = [job.args.p as number, job.args.eps as number];
  const [y] = job.outputs;
  alongAxis(job.inputs[0]!, job.args.dim as number, (line, at) => {
    const norm = powerNorm(line.map(Math.abs), p);
    for (let i = 0; i < line.length; i++) y!.data[at(i)] = line[i]! / Math.max(norm, eps);
  });
};

/** Values in order and where they were. */
const sort = ({ args, inputs: [x], outputs: [values, indices] }: Job): void =>
  alongAxis(x!, args.dim as number, (line, at) => {
    for (const [i, from] of inOrder(line, args.descending === true).entries()) {
      values!.data[at(i)] = line[from]!;
      indices!.data[at(i)] = from;
    }
  });

export const reduceLoops: Loops = {
  CosineSimilarity: cosineSimilarity,
  PairwiseDistance: pairwiseDistance,
  normalize,
  sort,
  ...mapValues(reductions, reduced),
  max: picked(argmax),
  min: picked(argmin),
  median: picked(median),
  cumsum: cumulated((a, b) => a + b),
  cumprod: cumulated((a, b) => a * b),
  Softmax: softmax(false),
  Softmin: softmax(false, -1),
  LogSoftmax: softmax(true),
};
