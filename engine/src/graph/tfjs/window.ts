/**
 * Windows along axes as TensorFlow.js places them: its computeConv2DInfo and computeConv3DInfo.
 *
 *   windowsOf([28], [3], [2], [1], "same")   // [{ out: 14, low: 0, extent: 29, … }]: one cell too many, after the end
 */
import { isList } from "../../specs/arguments.ts";
import { sameTotal } from "../../specs/tfjs/window.ts";

/** "valid", "same", a number, or [before, after] of each axis (of all axes, batch and channels included). */
export type Pad = unknown;

export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Cells before the input that the first window covers; negative where it begins inside. */
  readonly low: number;
  readonly out: number;
  /** Cells from the first window's first to the last window's last. */
  readonly extent: number;
}

/** `rounding`: of sizes that come from numbers as padding, "floor", "round" or "ceil"; towards 0 by default. */
export function windowsOf(
  space: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  dilation: readonly number[],
  pad: Pad,
  rounding?: unknown,
): Window[] {
  const spans = kernel.map((size, axis) => (size - 1) * dilation[axis]! + 1);
  return space.map((size, axis) => {
    const stride = strides[axis]!;
    const { low, out } = placed(size, spans, strides, axis, pad, ROUNDINGS[String(rounding)] ?? Math.trunc);
    const extent = Math.max(out - 1, 0) * stride + spans[axis]!;
    return { kernel: kernel[axis]!, stride, dilation: dilation[axis]!, low, out, extent };
  });
}

const ROUNDINGS: Readonly<Record<string, (size: number) => number>> = {
  floor: Math.floor,
  round: Math.round,
  ceil: Math.ceil,
};

function placed(
  size: number,
  spans: readonly number[],
  strides: readonly number[],
  axis: number,
  pad: Pad,
  round: (size: number) => number,
): { low: number; out: number } {
  const [span, stride] = [spans[axis]!, strides[axis]!];
  if (pad === "same") {
    const out = Math.ceil(size / stride);
    return { low: Math.floor((sameTotal(size, out, span, stride, spans.length) as number) / 2), out };
  }
  if (typeof pad === "number") {
    // of one and two axes the first axis' filter and stride serve both
    const [first, step] = spans.length === 3 ? [span, stride] : [spans[0]!, strides[0]!];
    return { low: pad, out: round((size - first + 2 * pad) / step + 1) };
  }
  if (isList(pad)) {
    const sides = pad.length === spans.length + 2 ? pad.slice(1, -1) : pad;
    const [before, after] = sides[axis] as unknown as readonly [number, number];
    return { low: before, out: round((size - span + before + after) / stride + 1) };
  }
  return { low: 0, out: Math.ceil((size - span + 1) / stride) };
}
