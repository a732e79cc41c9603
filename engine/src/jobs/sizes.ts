/** Arguments as numbers, one an axis. */
import { ConvLensError } from "../errors/convlens-error.ts";
import { LimitError } from "../errors/limit-error.ts";
import { isList } from "../specs/arguments.ts";
import type { Args } from "../specs/spec.ts";
import { each, windowsOf } from "../specs/torch/window.ts";
import { product } from "./grid.ts";

export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[]; // before each axis
  readonly high: readonly number[]; // and behind
  readonly dilation: readonly number[];
}

/** The windows of a convolution, pooling or fold of PyTorch, one number an axis. */
export function windowOf(args: Args, rank: number): Window {
  const windows = windowsOf(args, rank);
  const numbers = (name: keyof (typeof windows)[number]) => each(windows, name) as number[];
  return {
    kernel: numbers("kernel"),
    stride: numbers("stride"),
    padding: numbers("low"),
    high: numbers("high"),
    dilation: numbers("dilation"),
  };
}

/** Batch, channels and space of an input that may come without a batch, or with several axes before the channels. */
export function splitShape(
  shape: readonly number[],
  rank: number,
): { batch: number; channels: number; space: readonly number[] } {
  const batch = product(shape.slice(0, -rank - 1));
  return { batch, channels: shape.at(-rank - 1)!, space: shape.slice(-rank) };
}

/**
 * The index inside an axis of `size` cells that place `i` shows in a padding mode; −1 for a zero. In the other modes it may
 * be negative too, by cells that were cropped before.
 */
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

/** The padding layers, each of one mode. */
export const PADDING_LAYERS = {
  ZeroPad: "constant",
  ConstantPad: "constant",
  ReflectionPad: "reflect",
  ReplicationPad: "replicate",
  CircularPad: "circular",
} as const;

/** A padding layer's argument as two sizes an axis, last axis first. */
export const sidesOf = (padding: unknown, rank: number): readonly number[] =>
  isList(padding) ? (padding as number[]) : new Array<number>(2 * rank).fill(padding as number);

/** Number of values of a shape. Throws before memory is taken for sizes that are no sizes, or over `limit` bytes. */
export function countOf(shape: readonly number[], limit: number): number {
  let count = 1;
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0)
      throw new ConvLensError(
        typeof size === "number"
          ? `Trying to create tensor with negative dimension ${size}: [${shape.map(plainSize).join(", ")}]`
          : `a size of [${shape.map(plainSize).join(", ")}] is no whole number`,
        "argument-negative",
      );
    count *= size;
  }
  if (count * 4 > limit) throw new LimitError(`A tensor [${shape.join(", ")}]`, count * 4, limit, "bytes");
  return count;
}

/** Sizes that rules could not tell, from arguments that are no numbers, are shown as unknown. */
const plainSize = (size: unknown): string => (typeof size === "number" ? String(size) : "?");
