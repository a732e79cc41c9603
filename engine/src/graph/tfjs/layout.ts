/**
 * TensorFlow.js keeps channels last, our kernels take them first. The way there also pads and crops, so that a window's
 * asymmetric borders cost no pass of their own.
 *
 *   toChannelsFirst(x, false, [1, 1], [30, 30])   // [N, 28, 28, C] → [N, C, 30, 30] with a cell of zeros before and after
 */
import { executor } from "../../execution/default.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";

/** Takes [batch, …space, channels] or, where `first`, [batch, channels, …space] apart. */
export function imageOf(
  x: Tensor,
  first: boolean,
): { batch: number; channels: number; space: readonly number[] } {
  const [batch] = x.shape;
  return first
    ? { batch: batch!, channels: x.shape[1]!, space: x.shape.slice(2) }
    : { batch: batch!, channels: x.shape.at(-1)!, space: x.shape.slice(1, -1) };
}

/** Cell p of the result shows cell p − low of the input, `fill` where the input has none. */
export function toChannelsFirst(
  x: Tensor,
  first: boolean,
  low: readonly number[],
  size: readonly number[],
  fill = 0,
): Tensor {
  return relayout(x, first, true, low, size, fill);
}

/** The way back, from cell `start` on. */
export function fromChannelsFirst(
  y: Tensor,
  first: boolean,
  start: readonly number[] = y.shape.slice(2).map(() => 0),
  size: readonly number[] = y.shape.slice(2),
): Tensor {
  return relayout(
    y,
    true,
    first,
    start.map((cell) => -cell),
    size,
    0,
  );
}

function relayout(
  x: Tensor,
  from: boolean,
  to: boolean,
  low: readonly number[],
  size: readonly number[],
  fill: number,
): Tensor {
  const { batch, channels, space } = imageOf(x, from);
  if (from === to && low.every((cells) => cells === 0) && size.join() === space.join()) return x;
  const shape = to ? [batch, channels, ...size] : [batch, ...size, channels];
  const data = executor.memory.floats(countOf(shape));
  data.fill(fill);
  const [lowD, lowH, lowW] = triple(low, 0);
  const [inD, inH, inW] = triple(space, 1);
  const [outD, outH, outW] = triple(size, 1);
  const source = stepsOf(from, channels, [inD, inH, inW]);
  const target = stepsOf(to, channels, [outD, outH, outW]);
  const values = x.raw;
  const [startW, endW] = [Math.max(0, lowW), Math.min(outW, inW + lowW)];
  for (let n = 0; n < batch; n++) {
    for (let d = Math.max(0, lowD); d < Math.min(outD, inD + lowD); d++) {
      for (let h = Math.max(0, lowH); h < Math.min(outH, inH + lowH); h++) {
        const fromRow = n * source.batch + (d - lowD) * source.d + (h - lowH) * source.h - lowW * source.w;
        const toRow = n * target.batch + d * target.d + h * target.h;
        for (let c = 0; c < channels; c++) {
          const at = fromRow + c * source.channel;
          const put = toRow + c * target.channel;
          for (let w = startW; w < endW; w++) data[put + w * target.w] = values[at + w * source.w]!;
        }
      }
    }
  }
  return Tensor.wrap(data, shape);
}

/** Missing leading axes get `fill`. */
const triple = (sizes: readonly number[], fill: number): [number, number, number] =>
  [...new Array<number>(3 - sizes.length).fill(fill), ...sizes] as [number, number, number];

function stepsOf(first: boolean, channels: number, [depth, height, width]: [number, number, number]) {
  const plane = depth * height * width;
  return {
    batch: plane * channels,
    channel: first ? plane : 1,
    d: height * width * (first ? 1 : channels),
    h: width * (first ? 1 : channels),
    w: first ? 1 : channels,
  };
}
