/** What is said of a tensor's values: extremes, mean, spread, zeros, channels without life, a histogram. */
import type { Stats } from "./protocol.ts";

const BINS = 48;

/** `channels`: how many equal parts the values have, one a channel. */
export function statsOf(data: Float32Array, channels: number): Stats {
  let [min, max, sum, squares, zeros, nonFinite] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    0,
    0,
    0,
  ];
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value === 0) {
      zeros++; // after a ReLU half of them: they add nothing
      continue;
    }
    if (value - value !== 0) {
      nonFinite++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    squares += value * value;
  }
  if (zeros > 0) {
    min = Math.min(min, 0);
    max = Math.max(max, 0);
  }
  const count = data.length - nonFinite;
  if (count === 0) return { min: 0, mean: 0, max: 0, std: 0, zeros: 0, dead: 0, nonFinite, histogram: [] };
  const mean = sum / count;
  return {
    min,
    mean,
    max,
    std: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    zeros: zeros / data.length,
    dead: deadShare(data, channels),
    nonFinite,
    histogram: histogram(data, min, max),
  };
}

/** Channels whose values are all the same; with one value a channel that says nothing. */
function deadShare(data: Float32Array, channels: number): number {
  const size = data.length / channels;
  if (channels < 1 || size < 2) return 0;
  let dead = 0;
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * size;
    let i = 1;
    while (i < size && data[from + i] === data[from]) i++;
    if (i === size) dead++;
  }
  return dead / channels;
}

function histogram(data: Float32Array, min: number, max: number): number[] {
  const bins = new Int32Array(BINS + 1); // the last one for the maximum
  const scale = max > min ? BINS / (max - min) : 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value - value === 0) bins[((value - min) * scale) | 0]!++;
  }
  bins[BINS - 1]! += bins[BINS]!;
  return [...bins.subarray(0, BINS)];
}
