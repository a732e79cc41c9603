/**
 * Statistics of a tensor: what a hover and the inspector say about its values.
 *
 *   describe(data, [1, 16, 30, 30]).dead   // share of the 16 channels that are constant
 */
import type { Stats } from "./protocol.ts";

const BINS = 32;

/** Statistics over all values; `dead` counts channels (axis 1 of a batched tensor, all batch items together). */
export function describe(data: Float32Array, shape: readonly number[]): Stats {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let squares = 0;
  let zeros = 0;
  let finite = 0;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
    sum += value;
    squares += value * value;
  }
  const mean = finite ? sum / finite : Number.NaN;
  return {
    min: finite ? min : Number.NaN,
    mean,
    max: finite ? max : Number.NaN,
    std: finite ? Math.sqrt(Math.max(0, squares / finite - mean * mean)) : Number.NaN,
    zeros: data.length ? zeros / data.length : 0,
    dead: deadShare(data, shape),
    nonFinite: data.length - finite,
    histogram: histogram(data, min, max),
  };
}

/** Share of channels whose values are all the same: a ReLU that never fires, a filter that never answers. */
function deadShare(data: Float32Array, shape: readonly number[]): number {
  if (shape.length < 3 || data.length === 0) return 0;
  const [batch, channels] = shape as [number, number];
  const plane = data.length / (batch * channels);
  if (plane < 2) return 0; // a single value is always the same
  let dead = 0;
  for (let c = 0; c < channels; c++) {
    const first = data[c * plane];
    let constant = true;
    for (let n = 0; constant && n < batch; n++) {
      const from = (n * channels + c) * plane;
      for (let i = from; i < from + plane; i++) {
        if (data[i] !== first) {
          constant = false;
          break;
        }
      }
    }
    if (constant) dead++;
  }
  return dead / channels;
}

function histogram(data: Float32Array, min: number, max: number): number[] {
  const bins = new Array<number>(BINS).fill(0);
  const scale = max > min ? BINS / (max - min) : 0;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor((value - min) * scale));
    bins[bin] = bins[bin]! + 1;
  }
  return bins;
}
