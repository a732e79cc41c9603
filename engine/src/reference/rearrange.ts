/** Kernels that move values: views, permutations, joins, padding, shuffles. */

import { ConvLensError } from "../errors/convlens-error.ts";
import { forNames, forRanks } from "../jobs/backend.ts";
import { copyAlong, forEachIndex, product, stridesOf } from "../jobs/grid.ts";
import type { Cells, Job } from "../jobs/job.ts";
import { PADDING_LAYERS, paddedIndex, sidesOf } from "../jobs/sizes.ts";
import { dimOf, shapeOf } from "../specs/arguments.ts";
import type { Loops } from "./loops.ts";

const copy = ({ inputs: [x], outputs: [y] }: Job): void => y!.data.set(x!.data);

const axis = (dim: unknown, rank: number): number =>
  (dim as number) < 0 ? (dim as number) + rank : (dim as number);

/** y[index] = x[source(index)] by steps of the input along the output's axes. */
const gather = (x: Cells, y: Cells, steps: readonly number[], start = 0): void =>
  copyAlong(x.data, y.data, y.shape, steps, start);

/** Blocks of `inner` values that lie together behind an axis. */
const innerOf = (shape: readonly number[], dim: number): number => product(shape.slice(dim + 1));

/** Padding of the last axes; sizes come last axis first. Negative ones crop. */
function pad(
  { inputs: [x], outputs: [y] }: Job,
  sides: readonly number[],
  mode: string,
  value: number,
): void {
  const rank = x!.shape.length;
  const low = x!.shape.map((_, i) => sides[2 * (rank - 1 - i)] ?? 0);
  const high = x!.shape.map((_, i) => sides[2 * (rank - 1 - i) + 1] ?? 0);
  const strides = stridesOf(x!.shape);
  forEachIndex(y!.shape, (index, flat) => {
    let from = 0;
    for (let i = 0; i < rank; i++) {
      // what is cropped is gone before the rest is mirrored
      const first = Math.max(0, -low[i]!);
      const size = x!.shape[i]! - first - Math.max(0, -high[i]!);
      const at = paddedIndex(mode, index[i]! - Math.max(0, low[i]!), size);
      if (at < 0 && mode === "constant") {
        y!.data[flat] = value;
        return;
      }
      from += (at + first) * strides[i]!;
    }
    y!.data[flat] = x!.data[from]!;
  });
}

/** Scales the row in place so that its p-norm is at most `most`: PyTorch changes the table itself. */
function shrink(row: Float32Array, most: number, p: number): void {
  const norm = Number.isFinite(p)
    ? row.reduce((sum, value) => sum + Math.abs(value) ** p, 0) ** (1 / p)
    : row.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (!(norm > most)) return;
  const scale = most / (norm + 1e-7);
  for (let i = 0; i < row.length; i++) row[i]! *= scale;
}

export const rearrangeLoops: Loops = {
  ...forNames(["view", "reshape", "flatten", "squeeze", "unsqueeze", "Flatten", "Unflatten"], copy),
  permute: ({ args, inputs: [x], outputs: [y] }) => {
    const strides = stridesOf(x!.shape);
    gather(
      x!,
      y!,
      shapeOf(args.dims).map((dim) => strides[axis(dim, x!.shape.length)]!),
    );
  },
  transpose: ({ args, inputs: [x], outputs: [y] }) => {
    const steps = stridesOf(x!.shape);
    if (steps.length > 0) {
      const [a, b] = [axis(args.dim0, steps.length), axis(args.dim1, steps.length)];
      [steps[a], steps[b]] = [steps[b]!, steps[a]!];
    }
    gather(x!, y!, steps);
  },
  expand: ({ inputs: [x], outputs: [y] }) => {
    const own = stridesOf(x!.shape);
    const added = y!.shape.length - x!.shape.length;
    gather(
      x!,
      y!,
      y!.shape.map((_, i) => (i < added || x!.shape[i - added] === 1 ? 0 : own[i - added]!)),
    );
  },
  repeat: ({ inputs: [x], outputs: [y] }) => {
    const own = stridesOf(x!.shape);
    const added = y!.shape.length - x!.shape.length;
    const width = x!.shape.at(-1) ?? 1;
    forEachIndex([...y!.shape.slice(0, -1), (y!.shape.at(-1) ?? 1) / width], (index, row) => {
      let from = 0;
      for (let i = 0; i + 1 < own.length; i++) from += (index[i + added]! % x!.shape[i]!) * own[i]!;
      y!.data.set(x!.data.subarray(from, from + width), row * width);
    });
  },
  ...forNames(["select", "narrow"], ({ args, inputs: [x], outputs: [y] }) => {
    const steps = stridesOf(x!.shape);
    const dim = axis(args.dim, steps.length);
    const selects = args.index !== undefined;
    const at = axis(selects ? args.index : args.start, x!.shape[dim]!);
    gather(x!, y!, selects ? steps.filter((_, i) => i !== dim) : steps, at * steps[dim]!);
  }),
  cat: ({ args, inputs, outputs: [y] }) => {
    const parts = inputs.filter(({ shape }) => !(shape.length === 1 && shape[0] === 0));
    const dim = axis(args.dim, y!.shape.length);
    const inner = innerOf(y!.shape, dim);
    const outer = product(y!.shape.slice(0, dim));
    for (let o = 0; o < outer; o++) {
      let to = o * y!.shape[dim]! * inner;
      for (const part of parts) {
        const width = part.shape[dim]! * inner;
        y!.data.set(part.data.subarray(o * width, (o + 1) * width), to);
        to += width;
      }
    }
  },
  stack: ({ args, inputs, outputs: [y] }) => {
    const dim = axis(args.dim, y!.shape.length);
    const inner = innerOf(y!.shape, dim);
    const outer = product(y!.shape.slice(0, dim));
    for (let o = 0; o < outer; o++)
      for (const [i, part] of inputs.entries())
        y!.data.set(part.data.subarray(o * inner, (o + 1) * inner), (o * inputs.length + i) * inner);
  },
  ...forNames(["chunk", "split"], ({ args, inputs: [x], outputs }) => {
    const dim = axis(args.dim, x!.shape.length);
    const inner = innerOf(x!.shape, dim);
    const outer = product(x!.shape.slice(0, dim));
    let start = 0;
    for (const y of outputs) {
      const width = y.shape[dim]! * inner;
      for (let o = 0; o < outer; o++)
        y.data.set(
          x!.data.subarray(o * x!.shape[dim]! * inner + start, o * x!.shape[dim]! * inner + start + width),
          o * width,
        );
      start += width;
    }
  }),
  ...forRanks((rank) =>
    Object.fromEntries(
      Object.entries(PADDING_LAYERS).map(([name, mode]) => [
        `${name}${rank}d`,
        ({ args, ...job }: Job) =>
          pad({ args, ...job }, sidesOf(args.padding, rank), mode, (args.value as number | undefined) ?? 0),
      ]),
    ),
  ),
  pad: (job) =>
    pad(
      job,
      shapeOf(job.args.pad) as number[],
      String(job.args.mode),
      (job.args.value as number | null) ?? 0,
    ),
  PixelShuffle: ({ args, inputs: [x], outputs: [y] }) => {
    const r = dimOf(args.upscaleFactor) as number;
    const [channels, height, width] = y!.shape.slice(-3) as [number, number, number];
    forEachIndex([product(y!.shape.slice(0, -3)), channels, height, width], ([n, c, h, w], flat) => {
      const channel = c! * r * r + (h! % r) * r + (w! % r);
      y!.data[flat] =
        x!.data[
          ((n! * channels * r * r + channel) * (height / r) + Math.floor(h! / r)) * (width / r) +
            Math.floor(w! / r)
        ]!;
    });
  },
  // output channel j · g + i is the j-th of group i
  ChannelShuffle: ({ args, inputs: [x], outputs: [y] }) => {
    const groups = args.groups as number;
    const [batch, channels, ...space] = x!.shape as [number, number, ...number[]];
    const [plane, each] = [product(space), channels / groups];
    forEachIndex([batch, each, groups], ([n, j, i], flat) => {
      const from = (n! * channels + i! * each + j!) * plane;
      y!.data.set(x!.data.subarray(from, from + plane), flat * plane);
    });
  },
  PixelUnshuffle: ({ args, inputs: [x], outputs: [y] }) => {
    const r = dimOf(args.downscaleFactor) as number;
    const [channels, height, width] = x!.shape.slice(-3) as [number, number, number];
    forEachIndex([product(x!.shape.slice(0, -3)), channels, height, width], ([n, c, h, w], flat) => {
      const channel = c! * r * r + (h! % r) * r + (w! % r);
      y!.data[
        ((n! * channels * r * r + channel) * (height / r) + Math.floor(h! / r)) * (width / r) +
          Math.floor(w! / r)
      ] = x!.data[flat]!;
    });
  },
  Embedding: ({ args, state, inputs: [x], outputs: [y] }) => {
    const table = state.weight!.data;
    const [rows, width] = state.weight!.shape as [number, number];
    for (const index of x!.data)
      if (!Number.isInteger(index) || index < 0 || index >= rows)
        throw new ConvLensError("index out of range in self", "embedding-index", "IndexError");
    const rowOf = (index: number): Float32Array => table.subarray(index * width, (index + 1) * width);
    const most = args.maxNorm as number | null;
    if (most !== null)
      for (const index of new Set(x!.data)) shrink(rowOf(index), most, args.normType as number);
    for (const [i, index] of x!.data.entries()) y!.data.set(rowOf(index), i * width);
  },
};
