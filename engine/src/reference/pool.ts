/** Pooling: the largest value or the mean of each window. */
import { forRanks } from "../jobs/backend.ts";
import { forEachIndex, product, stridesOf } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { splitShape, windowOf } from "../jobs/sizes.ts";
import type { Loops } from "./loops.ts";

/** For each output place: the cells of its window as [low, high) on each axis, stepping by the dilation. */
function forEachWindow(
  job: Job,
  rank: number,
  range: (p: number, axis: number) => readonly number[],
  reduce: (cells: readonly number[], from: number, to: number, first: number) => void,
  origin: (p: number, axis: number) => number = (p, axis) => range(p, axis)[0] ?? 0,
): void {
  const [x] = job.inputs;
  const [y] = job.outputs;
  const { batch, channels, space } = splitShape(x!.shape, rank);
  const outSpace = y!.shape.slice(-rank);
  const strides = stridesOf(space);
  const [plane, outPlane] = [product(space), product(outSpace)];
  forEachIndex(outSpace, (p, place) => {
    const axes = p.map((v, axis) => range(v, axis));
    const cells: number[] = [];
    forEachIndex(
      axes.map((list) => list.length),
      (index) => cells.push(index.reduce((sum, v, axis) => sum + axes[axis]![v]! * strides[axis]!, 0)),
    );
    const first = p.reduce((sum, v, axis) => sum + origin(v, axis) * strides[axis]!, 0);
    for (let c = 0; c < batch * channels; c++) reduce(cells, c * plane, c * outPlane + place, first);
  });
}

function maximum(
  { inputs: [x], outputs: [y, indices] }: Job,
  cells: readonly number[],
  from: number,
  to: number,
  first: number,
): void {
  let best = Number.NEGATIVE_INFINITY;
  let at = first;
  for (const cell of cells) {
    const value = x!.data[from + cell]!;
    if (value > best || Number.isNaN(value)) {
      best = value;
      at = cell;
    }
  }
  y!.data[to] = best;
  if (indices) indices.data[to] = at;
}

function maxPool(job: Job, rank: number): void {
  const { kernel, stride, padding, dilation } = windowOf(job.args, rank);
  const space = job.inputs[0]!.shape.slice(-rank);
  const range = (p: number, axis: number): number[] =>
    Array.from(
      { length: kernel[axis]! },
      (_, q) => p * stride[axis]! - padding[axis]! + q * dilation[axis]!,
    ).filter((i) => i >= 0 && i < space[axis]!);
  // a window of padding alone still has a place: the first one not before the input
  const origin = (p: number, axis: number): number => {
    const start = p * stride[axis]! - padding[axis]!;
    return start >= 0 ? start : start + Math.ceil(-start / dilation[axis]!) * dilation[axis]!;
  };
  forEachWindow(job, rank, range, (cells, from, to, first) => maximum(job, cells, from, to, first), origin);
}

function avgPool(job: Job, rank: number): void {
  const { args } = job;
  const { kernel, stride, padding } = windowOf(args, rank);
  const [x] = job.inputs;
  const [y] = job.outputs;
  const space = x!.shape.slice(-rank);
  const outSpace = y!.shape.slice(-rank);
  // cells beyond the padded input (ceil mode) never count, cells of the padding only if they are asked to
  const bounds = (p: number, axis: number): [number, number] => {
    const start = p * stride[axis]! - padding[axis]!;
    return [start, Math.min(start + kernel[axis]!, space[axis]! + padding[axis]!)];
  };
  const range = (p: number, axis: number): number[] => {
    const [start, end] = bounds(p, axis);
    return Array.from({ length: Math.max(0, end - start) }, (_, q) => start + q).filter(
      (i) => i >= 0 && i < space[axis]!,
    );
  };
  const outPlane = product(outSpace);
  const outStrides = stridesOf(outSpace);
  forEachWindow(job, rank, range, (cells, from, to) => {
    let sum = 0;
    for (const cell of cells) sum += x!.data[from + cell]!;
    const place = to % outPlane;
    const padded = outSpace.map((size, axis) => {
      const [start, end] = bounds(Math.floor(place / outStrides[axis]!) % size, axis);
      return end - start;
    });
    const divisor =
      (args.divisorOverride as number | null | undefined) ??
      (args.countIncludePad ? product(padded) : cells.length);
    y!.data[to] = sum / divisor;
  });
}

/** Window i of n over an axis of L cells: ⌊i·L/n⌋ to ⌈(i+1)·L/n⌉. */
function adaptivePool(job: Job, rank: number, max: boolean): void {
  const [x] = job.inputs;
  const [y] = job.outputs;
  const space = x!.shape.slice(-rank);
  const outSpace = y!.shape.slice(-rank);
  const range = (p: number, axis: number): number[] => {
    const start = Math.floor((p * space[axis]!) / outSpace[axis]!);
    const end = Math.ceil(((p + 1) * space[axis]!) / outSpace[axis]!);
    return Array.from({ length: end - start }, (_, i) => start + i);
  };
  forEachWindow(job, rank, range, (cells, from, to, first) => {
    if (max) maximum(job, cells, from, to, first);
    else y!.data[to] = cells.reduce((sum, cell) => sum + x!.data[from + cell]!, 0) / cells.length;
  });
}

export const poolLoops: Loops = {
  ...forRanks((rank) => ({
    [`MaxPool${rank}d`]: (job: Job) => maxPool(job, rank),
    [`AvgPool${rank}d`]: (job: Job) => avgPool(job, rank),
    [`AdaptiveAvgPool${rank}d`]: (job: Job) => adaptivePool(job, rank, false),
    [`AdaptiveMaxPool${rank}d`]: (job: Job) => adaptivePool(job, rank, true),
  })),
};
