/**
 * The arithmetic of sliding windows, shared by convolutions, poolings and (un)folding.
 * Formulas: https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html, section Shape.
 */
import { add, ceilDiv, type Dim, floorDiv, min, mul, sub, unknown } from "../../dims/index.ts";
import { drawnAxesOf, isList, wordOf } from "../arguments.ts";
import { type Rank, show, spaceNames } from "../layer.ts";
import type { Args, Window } from "../spec.ts";

/**
 * The windows of a convolution, pooling or fold as its arguments say them; what they do not say for sure is unknown. A
 * stride that is left out is the kernel's size. "same" puts the odd cell behind.
 */
export function windowsOf(args: Args, rank: number): Window[] {
  const sizes = (name: string): readonly Dim[] => drawnAxesOf(args[name], rank);
  const kernel = sizes("kernelSize");
  const stride = isAbsent(args.stride) ? kernel : sizes("stride");
  const dilation = args.dilation === undefined ? new Array<Dim>(rank).fill(1) : sizes("dilation");
  const word = wordOf(args.padding);
  const padding = word === "valid" ? new Array<Dim>(rank).fill(0) : sizes("padding");
  return kernel.map((size, axis) => {
    const total = mul(dilation[axis]!, sub(size, 1));
    const half = floorDiv(total, 2);
    const [low, high] = word === "same" ? [half, sub(total, half)] : [padding[axis]!, padding[axis]!];
    return { kernel: size, stride: stride[axis]!, dilation: dilation[axis]!, low, high };
  });
}

/** None, and in Python any empty list. */
export const isAbsent = (arg: unknown): boolean =>
  arg === null || arg === undefined || (isList(arg) && arg.length === 0);

/** One of the numbers of all windows. */
export const each = (windows: readonly Window[], name: keyof Window): Dim[] =>
  windows.map((window) => window[name]);

/** d·(k − 1) + 1: the cells that a dilated kernel spans. */
export const span = ({ kernel, dilation }: Pick<Window, "kernel" | "dilation">): Dim =>
  add(mul(dilation, sub(kernel, 1)), 1);

/** ⌊(L + low + high − span) / s⌋ + 1 */
export const slide = (size: Dim, window: Window): Dim =>
  add(floorDiv(sub(add(size, add(window.low, window.high)), span(window)), window.stride), 1);

/** The same, rounded up: a last window may hang over the end. */
const slideCeil = (size: Dim, window: Window): Dim =>
  add(ceilDiv(sub(add(size, add(window.low, window.high)), span(window)), window.stride), 1);

/** The size after pooling; with `ceil` a window that would start beyond the input and its left padding is dropped. */
export function pooled(size: Dim, window: Window, ceil: boolean | undefined): Dim {
  if (ceil === undefined) return unknown;
  if (!ceil) return slide(size, window);
  const up = slideCeil(size, window);
  const { stride, low } = window;
  if (typeof up === "number" && typeof size === "number")
    return (up - 1) * (stride as number) >= size + (low as number) ? up - 1 : up;
  // windows start at 0, s, 2s, … and the last start lies before size + padding: at most ⌈(size + padding) / s⌉ of them
  return min(up, slideCeil(size, { kernel: stride, dilation: 1, stride, low, high: 0 }));
}

/** (L − 1)·s − 2·p + span + outputPadding: the size a transposed convolution gives. */
export const unslide = (size: Dim, window: Window, outputPadding: Dim): Dim =>
  add(add(sub(mul(sub(size, 1), window.stride), mul(2, window.low)), span(window)), outputPadding);

/** "H: ⌊(32 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 16", one line an axis. */
export function slideFormula(
  rank: Rank,
  axis: number,
  size: Dim,
  { kernel, stride, dilation, low }: Window,
  result: Dim,
): string {
  return `${spaceNames(rank)[axis]}: ⌊(${show(size)} + 2·${show(low)} − ${show(dilation)}·(${show(kernel)} − 1) − 1) / ${show(stride)}⌋ + 1 = ${show(result)}`;
}
