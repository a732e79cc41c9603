/** Pooling: the largest value or the mean of each window. */
import { forRanks } from "../jobs/backend.ts";
import { forEachIndex, product, stridesOf } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { splitShape, windowOf } from "../jobs/sizes.ts";
import { averaged } from "../specs/torch/lp-pool.ts";
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
  // a window may be far larger than the input: only what lies inside is listed
  const range = (p: number, axis: number): number[] => {
    const [start, step] = [p * stride[axis]! - padding[axis]!, dilation[axis]!];
    const first = start >= 0 ? 0 : Math.ceil(-start / step);
    const end = Math.min(kernel[axis]!, Math.ceil((space[axis]! - start) / step));
    return Array.from({ length: Math.max(0, end - first) }, (_, q) => start + (first + q) * step);
  };
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
    const [first, last] = [Math.max(start, 0), Math.min(end, space[axis]!)];
    return Array.from({ length: Math.max(0, last - first) }, (_, q) => first + q);
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

/** (cells · mean of xᵖ)^(1/p) */
function lpPool(job: Job, rank: number): void {
  const p = job.args.normType as number;
  const [x] = job.inputs;
  const [y] = job.outputs;
  avgPool({ ...job, args: averaged(job.args), inputs: [{ ...x!, data: x!.data.map((v) => v ** p) }] }, rank);
  const cells = product(windowOf(averaged(job.args), rank).kernel);
  for (let i = 0; i < y!.data.length; i++) y!.data[i] = (y!.data[i]! * cells) ** (1 / p);
}

/**
 * Window i of n over an axis of L cells: ⌊i·L/n⌋ to ⌈(i+1)·L/n⌉. An output may be far larger than the input, so nothing is
 * made for a single window.
 */
function adaptivePool(job: Job, rank: number, max: boolean): void {
  const [x] = job.inputs;
  const [y, indices] = job.outputs;
  const { batch, channels, space } = splitShape(x!.shape, rank);
  const [depth, height, width] = threeAxes(space);
  const [outDepth, outHeight, outWidth] = threeAxes(y!.shape.slice(-rank));
  const low = (p: number, size: number, count: number): number => Math.floor((p * size) / count);
  const high = (p: number, size: number, count: number): number => Math.ceil(((p + 1) * size) / count);
  let to = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    const from = plane * depth * height * width;
    for (let d = 0; d < outDepth; d++) {
      const [d0, d1] = [low(d, depth, outDepth), high(d, depth, outDepth)];
      for (let h = 0; h < outHeight; h++) {
        const [h0, h1] = [low(h, height, outHeight), high(h, height, outHeight)];
        for (let w = 0; w < outWidth; w++, to++) {
          const w0 = low(w, width, outWidth);
          const w1 = high(w, width, outWidth);
          let sum = 0;
          let best = Number.NEGATIVE_INFINITY;
          let at = (d0 * height + h0) * width + w0;
          for (let i = d0; i < d1; i++)
            for (let j = h0; j < h1; j++)
              for (let k = w0; k < w1; k++) {
                const cell = (i * height + j) * width + k;
                const value = x!.data[from + cell]!;
                sum += value;
                if (value > best || Number.isNaN(value)) {
                  best = value;
                  at = cell;
                }
              }
          y!.data[to] = max ? best : sum / ((d1 - d0) * (h1 - h0) * (w1 - w0));
          if (indices) indices.data[to] = at;
        }
      }
    }
  }
}

const threeAxes = (sizes: readonly number[]): readonly [number, number, number] =>
  [...new Array<number>(3 - sizes.length).fill(1), ...sizes] as unknown as readonly [number, number, number];

export const poolLoops: Loops = {
  ...forRanks((rank) => ({
    [`MaxPool${rank}d`]: (job: Job) => maxPool(job, rank),
    [`AvgPool${rank}d`]: (job: Job) => avgPool(job, rank),
    [`LPPool${rank}d`]: (job: Job) => lpPool(job, rank),
    [`AdaptiveAvgPool${rank}d`]: (job: Job) => adaptivePool(job, rank, false),
    [`AdaptiveMaxPool${rank}d`]: (job: Job) => adaptivePool(job, rank, true),
  })),
};
