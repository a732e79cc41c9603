/** Transformed weights of a Winograd convolution, packed as its kernel reads them. */
import type { FloatBuffer, Runtime } from "../runtime/index.ts";
import { filterMatrix } from "./winograd-filtering.ts";
import { channelBlockOf, rowsOf } from "./winograd-kernel.ts";
import { pointsOf, type WinogradShape } from "./winograd-shape.ts";

/** The taps of one output channel (row) and input channel start at `start(row, channel)`, row by row. */
export interface Taps {
  readonly values: ArrayLike<number>;
  readonly start: (row: number, channel: number) => number;
}

/** U in float64, rounded once, packed [point][row block][channel block][panel][channel][row]. */
export function packWinogradWeights(
  runtime: Runtime,
  { values, start }: Taps,
  shape: WinogradShape,
): FloatBuffer {
  const { axes, filtering, channels, outChannels } = shape;
  const count = pointsOf(shape);
  const buffer = runtime.memory.allocate(count * channels * outChannels);
  const packed = buffer.array;
  const points = new Float64Array(count);
  const transform = filterTransform(filterMatrix(filtering), filtering.taps, axes);
  const channelBlock = channelBlockOf(shape);
  let firstRow = 0;
  for (const panels of shape.panels) {
    const rows = rowsOf(panels);
    for (let first = 0; first < channels; first += channelBlock) {
      const end = Math.min(channels, first + channelBlock);
      let at = firstRow * channels + rows * first;
      let row = firstRow;
      for (const height of panels) {
        for (let channel = first; channel < end; channel++) {
          for (let i = 0; i < height; i++, at++) {
            transform(values, start(row + i, channel), points);
            for (let point = 0; point < count; point++)
              packed[point * outChannels * channels + at] = points[point]!;
          }
        }
        row += height;
      }
    }
    firstRow += rows;
  }
  return buffer;
}

/** G · g, or G · g · Gᵀ, of the taps from a place on. */
function filterTransform(matrix: readonly (readonly number[])[], taps: number, axes: 1 | 2) {
  const products = matrix.length;
  const g = Float64Array.from(matrix.flat());
  const half = new Float64Array(products * taps);
  return (values: ArrayLike<number>, from: number, points: Float64Array): void => {
    const columns = axes === 2 ? taps : 1;
    for (let i = 0; i < products; i++) {
      for (let x = 0; x < columns; x++) {
        let sum = 0;
        for (let k = 0; k < taps; k++) sum += g[i * taps + k]! * values[from + k * columns + x]!;
        half[i * columns + x] = sum;
      }
    }
    if (axes === 1) points.set(half.subarray(0, products));
    else
      for (let i = 0; i < products; i++) {
        for (let j = 0; j < products; j++) {
          let sum = 0;
          for (let k = 0; k < taps; k++) sum += g[j * taps + k]! * half[i * taps + k]!;
          points[i * products + j] = sum;
        }
      }
  };
}
