/** Core operations that move values between axes block by block, or gather them by place. https://js.tensorflow.org/api/latest/#depthToSpace */
import { forEachIndex, product, stridesOf } from "../../jobs/grid.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";
import { bordered, type Sides } from "./arrange.ts";
import { steps } from "./conv.ts";
import { provideOperation } from "./job.ts";
import { imageOf } from "./layout.ts";
import { windowsOf } from "./window.ts";

const NONE = [0, 0] as const;

provideOperation(["depthToSpace"], ["blockSize", "dataFormat"], ({ args, inputs: [x] }) => {
  const block = args.blockSize as number;
  const first = args.dataFormat === "NCHW";
  const { batch, channels, space } = imageOf(x!, first);
  const [height, width] = space as [number, number];
  const depth = channels / (block * block);
  if (first)
    return x!
      .reshape(batch, block, block, depth, height, width)
      .permute(0, 3, 4, 1, 5, 2)
      .reshape(batch, depth, height * block, width * block);
  return x!
    .reshape(batch, height, width, block, block, depth)
    .permute(0, 1, 3, 2, 4, 5)
    .reshape(batch, height * block, width * block, depth);
});

/** Axes 1 … n split into [size, block] and their blocks brought to the front of the batch. */
provideOperation(["spaceToBatchND"], ["blockShape", "paddings"], ({ args, inputs: [x] }) => {
  const block = args.blockShape as readonly number[];
  const sides = args.paddings as unknown as Sides;
  const count = block.length;
  const rest = x!.shape.slice(count + 1);
  const padded = bordered(x!, [NONE, ...sides, ...rest.map(() => NONE)]);
  const sizes = block.map((size, axis) => padded.shape[axis + 1]! / size);
  const split = padded.reshape([
    x!.shape[0]!,
    ...block.flatMap((size, axis) => [sizes[axis]!, size]),
    ...rest,
  ]);
  const axes = block.map((_, axis) => 2 * axis + 1);
  const order = [...axes.map((axis) => axis + 1), 0, ...axes, ...rest.map((_, i) => 2 * count + 1 + i)];
  return split.permute(order).reshape([x!.shape[0]! * product(block), ...sizes, ...rest]);
});

provideOperation(["batchToSpaceND"], ["blockShape", "crops"], ({ args, inputs: [x] }) => {
  const block = args.blockShape as readonly number[];
  const crops = args.crops as unknown as Sides;
  const count = block.length;
  const batch = x!.shape[0]! / product(block);
  const sizes = x!.shape.slice(1, count + 1);
  const rest = x!.shape.slice(count + 1);
  const order = [
    count,
    ...block.flatMap((_, axis) => [count + 1 + axis, axis]),
    ...rest.map((_, i) => 2 * count + 1 + i),
  ];
  const whole = x!
    .reshape([...block, batch, ...sizes, ...rest])
    .permute(order)
    .reshape([batch, ...sizes.map((size, axis) => size * block[axis]!), ...rest]);
  const cut = crops.map(([before, after]) => [-before, -after] as const);
  return bordered(whole, [NONE, ...cut, ...rest.map(() => NONE)]);
});

provideOperation(["gatherND"], [], ({ inputs: [x, indices] }) => {
  const depth = indices!.shape.at(-1)!;
  const shape = [...indices!.shape.slice(0, -1), ...x!.shape.slice(depth)];
  const width = product(x!.shape.slice(depth));
  const strides = stridesOf(x!.shape);
  const data = new Float32Array(countOf(shape));
  for (let place = 0; place < data.length / width; place++) {
    let from = 0;
    for (let axis = 0; axis < depth; axis++) from += indices!.raw[place * depth + axis]! * strides[axis]!;
    data.set(x!.raw.subarray(from, from + width), place * width);
  }
  return Tensor.wrap(data, shape);
});

provideOperation(["unsortedSegmentSum"], ["numSegments"], ({ args, inputs: [x, ids] }) => {
  const segments = args.numSegments as number;
  const shape = [segments, ...x!.shape.slice(ids!.ndim)];
  const width = product(shape.slice(1));
  const sums = new Float64Array(countOf(shape));
  for (const [entry, segment] of ids!.raw.entries()) {
    if (segment < 0 || segment >= segments) continue;
    for (let i = 0; i < width; i++) sums[segment * width + i]! += x!.raw[entry * width + i]!;
  }
  return Tensor.wrap(Float32Array.from(sums), shape);
});

/** The largest x + filter of each window, channel by channel. */
provideOperation(["dilation2d"], ["strides", "pad", "dilations"], ({ args, inputs: [x, filter] }) => {
  const [batch, height, width, channels] = x!.shape as [number, number, number, number];
  const [strides, dilations] = [steps(args.strides, 2), steps(args.dilations, 2)];
  const [rows, columns] = windowsOf(
    [height, width],
    filter!.shape.slice(0, 2),
    strides,
    dilations,
    args.pad,
  ) as [ReturnType<typeof windowsOf>[number], ReturnType<typeof windowsOf>[number]];
  const shape = [batch, rows.out, columns.out, channels];
  const data = new Float32Array(countOf(shape));
  forEachIndex(shape, ([n, r, c, channel], flat) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < rows.kernel; i++) {
      const h = r! * rows.stride - rows.low + i * rows.dilation;
      if (h < 0 || h >= height) continue;
      for (let j = 0; j < columns.kernel; j++) {
        const w = c! * columns.stride - columns.low + j * columns.dilation;
        if (w < 0 || w >= width) continue;
        const value = x!.raw[((n! * height + h) * width + w) * channels + channel!]!;
        most = Math.max(most, value + filter!.raw[(i * columns.kernel + j) * channels + channel!]!);
      }
    }
    data[flat] = most;
  });
  return Tensor.wrap(data, shape);
});

/** The values, and where they stand; of equal ones the first. */
provideOperation(["topk"], ["k"], ({ args, inputs: [x] }) => {
  const k = (args.k as number | null | undefined) ?? 1;
  const size = x!.shape.at(-1)!;
  const shape = [...x!.shape.slice(0, -1), k];
  const values = new Float32Array(countOf(shape));
  const places = new Float32Array(values.length);
  for (let row = 0; row < x!.raw.length / size; row++) {
    const line = x!.raw.subarray(row * size, (row + 1) * size);
    const order = Array.from(line.keys()).sort((a, b) => line[b]! - line[a]! || a - b);
    for (let i = 0; i < k; i++) {
      values[row * k + i] = line[order[i]!]!;
      places[row * k + i] = order[i]!;
    }
  }
  return [Tensor.wrap(values, shape), Tensor.wrap(places, shape)];
});

provideOperation(["diag"], [], ({ inputs: [x] }) => {
  const count = x!.numel();
  const data = new Float32Array(count * count);
  for (let i = 0; i < count; i++) data[i * (count + 1)] = x!.raw[i]!;
  return Tensor.wrap(data, [...x!.shape, ...x!.shape]);
});
