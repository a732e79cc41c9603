/**
 * One output value of a convolution taken apart: the window it looks through and the products that it sums.
 *
 *   explainCell("Conv2d", args, { input, weight, bias }, [0, 4, 7]).sum   // = output[0][4][7]
 *
 * Works for convolutions of every rank and variant (strided, dilated, grouped, padded in any mode, transposed), for
 * Unfold (one input value) and Fold (the overlapping blocks). Indices are without the batch axis.
 */
import { padIndex, type PaddingMode } from "./padding.ts";

/** A tensor of one batch item: sizes without the batch axis, row-major values. */
export interface Cells {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export interface CellTerm {
  readonly input: readonly number[]; // may lie outside of the input: padding
  readonly kernel: readonly number[]; // index into the weight; empty for Unfold and Fold
  readonly x: number;
  readonly w: number;
  readonly product: number;
  readonly padded: boolean;
}
export interface CellExplanation {
  readonly terms: readonly CellTerm[];
  readonly bias: number;
  readonly sum: number; // in float64
}
/** The arguments that decide a window, one number an axis. */
export interface WindowArgs {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[]; // on the low side
  readonly dilation: readonly number[];
  readonly groups?: number;
  readonly paddingMode?: PaddingMode;
  readonly outputSize?: readonly number[]; // Fold
}
export interface CellTensors {
  readonly input: Cells;
  readonly weight?: Cells;
  readonly bias?: Cells;
}

const explainers = { Conv: explainConv, ConvTranspose: explainConvTranspose, Unfold: explainUnfold, Fold: explainFold };

/** Whether `explainCell` knows the layer: "Conv2d", "LazyConvTranspose1d", "Fold", … */
export const canExplain = (layer: string): boolean => familyOf(layer) in explainers;

/** Takes the output value at `index` apart. Throws a RangeError for an index of the wrong rank or a layer it does not know. */
export function explainCell(layer: string, args: WindowArgs, tensors: CellTensors, index: readonly number[]): CellExplanation {
  const explain = explainers[familyOf(layer) as keyof typeof explainers];
  if (!explain) throw new RangeError(`no window view for ${layer}`);
  const terms = explain(args, tensors, index);
  const bias = tensors.bias ? tensors.bias.data[index[0]!]! : 0;
  return { terms, bias, sum: terms.reduce((sum, term) => sum + term.product, bias) };
}

const familyOf = (layer: string): string => layer.replace(/^Lazy/, "").replace(/[123]d$/, "");

/** y[o, p] = Σ_c Σ_q w[o, c, q] · x[c, p·s − pad + q·d], c over the channels of o's group. */
function explainConv(args: WindowArgs, { input, weight }: CellTensors, [o = 0, ...p]: readonly number[]): CellTerm[] {
  const size = input.shape.slice(1);
  const channels = input.shape[0]! / (args.groups ?? 1);
  const group = Math.floor(o / (weight!.shape[0]! / (args.groups ?? 1)));
  const terms: CellTerm[] = [];
  for (let c = 0; c < channels; c++) {
    for (const q of cells(args.kernelSize)) {
      const at = p.map((v, axis) => v * args.stride[axis]! - args.padding[axis]! + q[axis]! * args.dilation[axis]!);
      const source = at.map((v, axis) => padIndex(args.paddingMode ?? "zeros", v, size[axis]!));
      const channel = group * channels + c;
      const padded = at.some((v, axis) => v !== source[axis]);
      const x = source.includes(-1) ? 0 : read(input, [channel, ...source]);
      terms.push(term([channel, ...at], [o, c, ...q], x, read(weight!, [o, c, ...q]), padded));
    }
  }
  return terms;
}

/** y[o, p] = Σ_c Σ_q w[c, o, q] · x[c, i] over all i with i·s − pad + q·d = p: the blocks that reach this place. */
function explainConvTranspose(args: WindowArgs, { input, weight }: CellTensors, [o = 0, ...p]: readonly number[]): CellTerm[] {
  const size = input.shape.slice(1);
  const groups = args.groups ?? 1;
  const channels = input.shape[0]! / groups;
  const perGroup = weight!.shape[1]!;
  const group = Math.floor(o / perGroup);
  const terms: CellTerm[] = [];
  for (let c = group * channels; c < (group + 1) * channels; c++) {
    for (const q of cells(args.kernelSize)) {
      const at = sourceOf(p, q, args);
      if (!inside(at, size)) continue;
      const kernel = [c, o - group * perGroup, ...q];
      terms.push(term([c, ...at], kernel, read(input, [c, ...at]), read(weight!, kernel), false));
    }
  }
  return terms;
}

/** columns[c·K + q, l] = x[c, block(l)·s − pad + q·d]: one value, copied. */
function explainUnfold(args: WindowArgs, { input }: CellTensors, [row = 0, l = 0]: readonly number[]): CellTerm[] {
  const size = input.shape.slice(1);
  const area = product(args.kernelSize);
  const q = unravel(row % area, args.kernelSize);
  const block = unravel(l, blocksOf(size, args));
  const at = block.map((v, axis) => v * args.stride[axis]! - args.padding[axis]! + q[axis]! * args.dilation[axis]!);
  const place = [Math.floor(row / area), ...at];
  const padded = !inside(at, size);
  return [term(place, [], padded ? 0 : read(input, place), 1, padded)];
}

/** y[c, p] = Σ_q columns[c·K + q, block] over the blocks that cover p. */
function explainFold(args: WindowArgs, { input }: CellTensors, [c = 0, ...p]: readonly number[]): CellTerm[] {
  const area = product(args.kernelSize);
  const blocks = blocksOf(args.outputSize!, args);
  const terms: CellTerm[] = [];
  let k = 0;
  for (const q of cells(args.kernelSize)) {
    const block = sourceOf(p, q, args);
    if (inside(block, blocks)) {
      const at = [c * area + k, ravel(block, blocks)];
      terms.push(term(at, [], read(input, at), 1, false));
    }
    k++;
  }
  return terms;
}

/** The input place (or block) whose kernel cell `q` lands on `p`; with a fraction where none does. */
const sourceOf = (p: readonly number[], q: readonly number[], args: WindowArgs): number[] =>
  p.map((v, axis) => (v + args.padding[axis]! - q[axis]! * args.dilation[axis]!) / args.stride[axis]!);

/** Blocks along each axis: ⌊(size + 2·pad − d·(k − 1) − 1) / s⌋ + 1. */
const blocksOf = (size: readonly number[], a: WindowArgs): number[] =>
  size.map((v, i) => Math.floor((v + 2 * a.padding[i]! - a.dilation[i]! * (a.kernelSize[i]! - 1) - 1) / a.stride[i]!) + 1);

const term = (input: number[], kernel: number[], x: number, w: number, padded: boolean): CellTerm => ({
  input,
  kernel,
  x,
  w,
  product: x * w,
  padded,
});

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
const inside = (at: readonly number[], size: readonly number[]): boolean =>
  at.every((v, axis) => Number.isInteger(v) && v >= 0 && v < size[axis]!);
const ravel = (index: readonly number[], size: readonly number[]): number =>
  index.reduce((offset, v, axis) => offset * size[axis]! + v, 0);
const read = (cells: Cells, index: readonly number[]): number => cells.data[ravel(index, cells.shape)]!;

function unravel(offset: number, size: readonly number[]): number[] {
  const index = new Array<number>(size.length);
  for (let axis = size.length - 1; axis >= 0; axis--) {
    index[axis] = offset % size[axis]!;
    offset = Math.floor(offset / size[axis]!);
  }
  return index;
}

function* cells(size: readonly number[]): Generator<number[]> {
  const count = product(size);
  for (let i = 0; i < count; i++) yield unravel(i, size);
}
