/** Upsampling: nearest, linear in one to three axes, bicubic (a = −0.75), as PyTorch places its cells. */

import { forNames } from "../jobs/backend.ts";
import { forEachIndex, product, stridesOf } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { isList } from "../specs/arguments.ts";
import type { Loops } from "./loops.ts";

/** Where output cell i lies on the input axis. */
function sourceOf(i: number, size: number, out: number, factor: number | undefined, align: boolean): number {
  if (align) return out > 1 ? (i * (size - 1)) / (out - 1) : 0;
  const scale = factor === undefined ? size / out : 1 / factor;
  return scale * (i + 0.5) - 0.5;
}

interface Tap {
  readonly at: number;
  readonly weight: number;
}

const inside = (i: number, size: number): number => Math.max(0, Math.min(size - 1, i));

function taps(
  mode: string,
  i: number,
  size: number,
  out: number,
  factor: number | undefined,
  align: boolean,
  channelsLast: boolean,
): Tap[] {
  // PyTorch computes places in float32
  const f = Math.fround;
  // with channels last PyTorch copies and doubles without a look at the factor
  if (mode === "nearest" && channelsLast && (out === size || out === 2 * size))
    return [{ at: Math.floor((i * size) / out), weight: 1 }];
  if (mode === "nearest")
    return [
      {
        at: Math.min(size - 1, Math.floor(f(i * f(factor === undefined ? size / out : 1 / factor)))),
        weight: 1,
      },
    ];
  if (mode === "nearest-exact")
    return [
      {
        at: Math.min(size - 1, Math.floor(f((i + 0.5) * f(factor === undefined ? size / out : 1 / factor)))),
        weight: 1,
      },
    ];
  if (mode === "area") {
    const [start, end] = [Math.floor((i * size) / out), Math.ceil(((i + 1) * size) / out)];
    return Array.from({ length: end - start }, (_, k) => ({ at: start + k, weight: 1 / (end - start) }));
  }
  const place = sourceOf(i, size, out, factor, align);
  if (mode === "bicubic") {
    const base = Math.floor(place);
    return [-1, 0, 1, 2].map((k) => ({ at: inside(base + k, size), weight: cubic(place - base - k) }));
  }
  if (out === size) return [{ at: i, weight: 1 }]; // PyTorch copies, whatever the scale factor says
  const at = Math.max(0, place);
  const base = Math.floor(at);
  return [
    { at: inside(base, size), weight: 1 - (at - base) },
    { at: inside(base + 1, size), weight: at - base },
  ];
}

/** Keys' cubic convolution with a = −0.75. */
function cubic(distance: number): number {
  const [a, x] = [-0.75, Math.abs(distance)];
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

function upsample({ args, inputs: [x], outputs: [y] }: Job): void {
  const space = x!.shape.slice(2);
  const outSpace = y!.shape.slice(2);
  const factors = space.map((_, i) =>
    args.scaleFactor === null || args.scaleFactor === undefined
      ? undefined
      : ((isList(args.scaleFactor) ? args.scaleFactor[i] : args.scaleFactor) as number),
  );
  const align = args.alignCorners === true;
  // so it takes maps of two axes and more that have a single channel, or a single cell
  const channelsLast = space.length > 1 && (x!.shape[1] === 1 || product(space) === 1);
  const table = outSpace.map((out, axis) =>
    Array.from({ length: out }, (_, i) =>
      taps(String(args.mode), i, space[axis]!, out, factors[axis], align, channelsLast),
    ),
  );
  const strides = stridesOf(space);
  const [plane, outPlane] = [product(space), product(outSpace)];
  const maps = x!.shape[0]! * x!.shape[1]!;
  forEachIndex(outSpace, (p, place) => {
    const lists = p.map((i, axis) => table[axis]![i]!);
    for (let map = 0; map < maps; map++) {
      let sum = 0;
      forEachIndex(
        lists.map((list) => list.length),
        (index) => {
          let [weight, offset] = [1, 0];
          for (let axis = 0; axis < index.length; axis++) {
            const tap = lists[axis]![index[axis]!]!;
            weight *= tap.weight;
            offset += tap.at * strides[axis]!;
          }
          // one tap alone is a copy: 0 · Inf would not be
          if (weight !== 0 || lists.every((list) => list.length === 1))
            sum += weight * x!.data[map * plane + offset]!;
        },
      );
      y!.data[map * outPlane + place] = sum;
    }
  });
}

export const upsampleLoops: Loops = {
  ...forNames(["Upsample", "interpolate"], upsample),
  UpsamplingNearest2d: (job) => upsample({ ...job, args: { ...job.args, mode: "nearest" } }),
  UpsamplingBilinear2d: (job) =>
    upsample({ ...job, args: { ...job.args, mode: "bilinear", alignCorners: true } }),
};
