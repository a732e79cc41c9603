/**
 * The arithmetic of sliding windows, shared by convolutions, poolings and (un)folding.
 * Formulas: https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html, section Shape.
 */
import { add, ceilDiv, type Dim, floorDiv, mul, sub } from "../../dims/index.ts";
import { type Rank, show, spaceNames } from "../layer.ts";

/** d·(k − 1) + 1: the cells that a dilated kernel spans. */
export const span = (kernel: Dim, dilation: Dim): Dim => add(mul(dilation, sub(kernel, 1)), 1);

/** ⌊(L + before + after − span) / s⌋ + 1 */
export const slide = (size: Dim, before: Dim, after: Dim, spanned: Dim, stride: Dim): Dim =>
  add(floorDiv(sub(add(size, add(before, after)), spanned), stride), 1);

/** The same, rounded up: a last window may hang over the end. */
export const slideCeil = (size: Dim, before: Dim, after: Dim, spanned: Dim, stride: Dim): Dim =>
  add(ceilDiv(sub(add(size, add(before, after)), spanned), stride), 1);

/** (L − 1)·s − 2·p + span + outputPadding: the size a transposed convolution gives. */
export const unslide = (size: Dim, stride: Dim, padding: Dim, spanned: Dim, outputPadding: Dim): Dim =>
  add(add(sub(mul(sub(size, 1), stride), mul(2, padding)), spanned), outputPadding);

/** "H: ⌊(32 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 16", one line an axis. */
export function slideFormula(
  rank: Rank,
  axis: number,
  size: Dim,
  padding: Dim,
  dilation: Dim,
  kernel: Dim,
  stride: Dim,
  result: Dim,
): string {
  return `${spaceNames(rank)[axis]}: ⌊(${show(size)} + 2·${show(padding)} − ${show(dilation)}·(${show(kernel)} − 1) − 1) / ${show(stride)}⌋ + 1 = ${show(result)}`;
}
