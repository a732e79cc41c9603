/** Poolings over windows and over whole maps. Averages leave padding out. https://js.tensorflow.org/api/latest/#layers.maxPooling2d */
import { forEachIndex, product } from "../../jobs/grid.ts";
import type { Args } from "../../specs/spec.ts";
import { channelsFirst } from "../../specs/tfjs/image.ts";
import { geometryOf } from "../../specs/tfjs/window.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { batched, empty, steps } from "./conv.ts";
import { provideLayer, provideOperation, torch } from "./job.ts";
import { fromChannelsFirst, imageOf, toChannelsFirst } from "./layout.ts";
import { type Pad, type Window, windowsOf } from "./window.ts";

type Kind = "max" | "average";

function pool(
  kind: Kind,
  x: Tensor,
  kernelSize: readonly number[],
  stride: readonly number[],
  pad: Pad,
  first: boolean,
  rounding?: unknown,
): Tensor {
  const { batch, channels, space } = imageOf(x, first);
  const ones = kernelSize.map(() => 1);
  const windows = windowsOf(space, kernelSize, stride, ones, pad, rounding);
  const out = windows.map((window) => window.out);
  if (out.some((size) => size <= 0)) return empty(batch, out, channels, first);
  const image = toChannelsFirst(
    x,
    first,
    windows.map(({ low }) => low),
    windows.map(({ extent }) => extent),
    kind === "max" ? Number.NEGATIVE_INFINITY : 0,
  );
  const shared: Args = { kernelSize, stride, padding: 0, ceilMode: false };
  const rank = kernelSize.length;
  if (kind === "max")
    return fromChannelsFirst(
      torch(`MaxPool${rank}d`, { ...shared, dilation: 1, returnIndices: false }, image),
      first,
    );
  const means = torch(`AvgPool${rank}d`, { ...shared, countIncludePad: true, divisorOverride: null }, image);
  return fromChannelsFirst(withoutPadding(means, windows, space), first);
}

/** Means over whole windows become means over the cells that lie in the input. */
function withoutPadding(means: Tensor, windows: readonly Window[], space: readonly number[]): Tensor {
  const inside = windows.map(({ kernel, stride, low, out }, axis) =>
    Array.from({ length: out }, (_, place) => {
      const start = place * stride - low;
      return Math.max(0, Math.min(start + kernel, space[axis]!) - Math.max(start, 0));
    }),
  );
  const whole = product(windows.map(({ kernel }) => kernel));
  if (inside.every((counts, axis) => counts.every((count) => count === windows[axis]!.kernel))) return means;
  const plane = product(means.shape.slice(2));
  const data = means.data;
  forEachIndex(means.shape.slice(2), (place, flat) => {
    const count = place.reduce((cells, at, axis) => cells * inside[axis]![at]!, 1);
    for (let at = flat; at < data.length; at += plane) data[at] = (data[at]! * whole) / count;
  });
  return Tensor.wrap(data, [...means.shape]);
}

for (const rank of [1, 2, 3])
  for (const kind of ["max", "average"] as const)
    provideLayer([`${kind}Pooling${rank}d`], ({ args, inputs: [x] }) => {
      const { kernel, strides, padding } = geometryOf(args, rank, "poolSize");
      const first = rank > 1 && channelsFirst(args);
      return pool(kind, x!, kernel as number[], strides as number[], padding, first);
    });

for (const kind of ["Max", "Average"] as const)
  for (const rank of [1, 2])
    provideLayer([`global${kind}Pooling${rank}d`], ({ args, inputs: [x] }) => {
      const first = rank === 2 && channelsFirst(args);
      const { batch, channels, space } = imageOf(x!, first);
      return pool(kind === "Max" ? "max" : "average", x!, space, space, "valid", first).reshape(
        batch,
        channels,
      );
    });

for (const [name, kind] of [
  ["maxPool", "max"],
  ["avgPool", "average"],
] as const)
  for (const rank of [2, 3])
    provideOperation(
      [rank === 2 ? name : `${name}3d`],
      ["filterSize", "strides", "pad"],
      ({ args, inputs: [x] }) =>
        batched(x!, rank, (image) =>
          pool(
            kind,
            image,
            steps(args.filterSize, rank),
            steps(args.strides, rank),
            args.pad,
            false,
            args.dimRoundingMode,
          ),
        ),
    );
