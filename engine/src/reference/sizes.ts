/** Arguments as numbers, one an axis. */
import { axesOf, isList, wordOf } from "../specs/arguments.ts";
import type { Args } from "../specs/spec.ts";

export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[]; // before each axis
  readonly dilation: readonly number[];
}

const numbers = (arg: unknown, rank: number): number[] => axesOf(arg, rank) as number[];

/** The window of a convolution, pooling or fold. "same" puts the odd cell after, so that only the low side counts here. */
export function windowOf(args: Args, rank: number): Window {
  const kernel = numbers(args.kernelSize, rank);
  const dilation = args.dilation === undefined ? kernel.map(() => 1) : numbers(args.dilation, rank);
  const none =
    args.stride === null || args.stride === undefined || (isList(args.stride) && args.stride.length === 0);
  const stride = none ? kernel : numbers(args.stride, rank);
  const word = wordOf(args.padding);
  const padding =
    word === "same"
      ? kernel.map((k, i) => Math.floor((dilation[i]! * (k - 1)) / 2))
      : word === "valid"
        ? kernel.map(() => 0)
        : numbers(args.padding, rank);
  return { kernel, stride, padding, dilation };
}

/** Batch, channels and space of an input that may come without a batch. */
export function splitShape(
  shape: readonly number[],
  rank: number,
): { batch: number; channels: number; space: readonly number[] } {
  const batched = shape.length === rank + 2;
  return { batch: batched ? shape[0]! : 1, channels: shape[batched ? 1 : 0]!, space: shape.slice(-rank) };
}

/** The index inside an axis of `size` cells that place `i` shows in a padding mode; −1 for a zero. */
export function paddedIndex(mode: string, i: number, size: number): number {
  if (i >= 0 && i < size) return i;
  switch (mode) {
    case "replicate":
      return i < 0 ? 0 : size - 1;
    case "circular":
      return ((i % size) + size) % size;
    case "reflect":
      return i < 0 ? -i : 2 * (size - 1) - i;
    default:
      return -1;
  }
}
