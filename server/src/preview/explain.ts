/**
 * One output value taken apart into the products that it is the sum of: every convolution (transposed, dilated, grouped,
 * with any padding), linear layers, Fold and Unfold, poolings; of both libraries, channels first.
 *
 *   explain(conv, input, weights, [4, 10, 12])   // 27 terms of a 3 × 3 kernel over 3 channels, and the bias
 */
import type { Tensor } from "@convlens/engine";
import type { Op } from "@convlens/engine/graph";
import { type Kernel, kernelOf, type Planes, planesOf, type Reach, reachOf } from "./kernel.ts";
import { type Cell, MOST_TERMS, type Term } from "./protocol.ts";

/** Without the batch axis, channels first. */
export interface Explained {
  readonly op: Op;
  readonly input: Planes;
  readonly output: Planes;
  readonly weights: ReadonlyMap<string, Tensor>;
}

export const isExplainable = (op: Pick<Op, "kind" | "name">): boolean =>
  op.kind === "layer" && explainers.some(({ names }) => names.test(op.name));

/** Undefined where the index is none of the output's. */
export function explain(what: Explained, index: readonly number[]): Cell | undefined {
  const { op, output } = what;
  const inside =
    index.length === output.shape.length && index.every((at, axis) => at >= 0 && at < output.shape[axis]!);
  const explainer = explainers.find(({ names }) => names.test(op.name));
  if (!inside || !explainer) return undefined;
  const terms: Term[] = [];
  let [sum, total] = [0, 0];
  for (const term of explainer.terms(what, index)) {
    sum += term.product;
    if (total++ < MOST_TERMS) terms.push(term);
  }
  const bias = explainer.bias(what, index);
  return { index, value: output.at(index), bias, sum: sum + bias, terms, total };
}

interface Explainer {
  readonly names: RegExp;
  terms(what: Explained, index: readonly number[]): Generator<Term>;
  bias(what: Explained, index: readonly number[]): number;
}

const explainers: readonly Explainer[] = [
  { names: /^(Lazy)?Conv\dd$|^conv\dd$|^depthwiseConv2d$/, terms: convTerms, bias: channelBias },
  { names: /^(Lazy)?ConvTranspose\dd$|^conv\ddTranspose$/, terms: transposedTerms, bias: channelBias },
  {
    names: /^(Lazy)?Linear$|^dense$/,
    terms: linearTerms,
    bias: (what, index) => biasAt(what, index.at(-1)!),
  },
  { names: /^Unfold$/, terms: unfoldTerms, bias: () => 0 },
  { names: /^Fold$/, terms: foldTerms, bias: () => 0 },
  { names: /^(Max|Avg)Pool\dd$|^(max|average)Pooling\dd$/, terms: poolTerms, bias: () => 0 },
  { names: /^Adaptive(Max|Avg)Pool\dd$/, terms: adaptiveTerms, bias: () => 0 },
];

const biasAt = ({ weights }: Explained, channel: number): number => weights.get("bias")?.raw[channel] ?? 0;
function channelBias(what: Explained, [channel]: readonly number[]): number {
  return biasAt(what, channel!);
}

// ── convolutions ──────────────────────────────────────────────────────────────────────────────────────────────────

function* convTerms(what: Explained, [channel, ...place]: readonly number[]): Generator<Term> {
  const kernel = kernelOf(what.op, what.weights)!;
  const reach = reachOf(what.op, what.input.shape, what.output.shape);
  const perGroup = kernel.outChannels / reach.groups;
  const first = Math.floor(channel! / perGroup) * kernel.inPerGroup;
  for (let c = 0; c < kernel.inPerGroup; c++)
    for (const at of cells(kernel.sizes)) {
      const position = at.map(
        (k, axis) =>
          place[axis]! * reach.axes[axis]!.stride + k * reach.axes[axis]!.dilation - reach.axes[axis]!.low,
      );
      yield product(what.input, [first + c, ...position], kernel, [channel!, c, ...at], reach);
    }
}

/** What each input cell gives to the output cell: o = i·stride − padding + k·dilation. */
function* transposedTerms(what: Explained, [channel, ...place]: readonly number[]): Generator<Term> {
  const kernel = kernelOf(what.op, what.weights)!;
  const reach = reachOf(what.op, what.input.shape, what.output.shape);
  const perGroup = kernel.outChannels / reach.groups;
  const group = Math.floor(channel! / perGroup);
  const inPerGroup = what.input.shape[0]! / reach.groups;
  for (let c = 0; c < inPerGroup; c++)
    for (const at of cells(kernel.sizes)) {
      const position = at.map((k, axis) => {
        const { stride, dilation, low } = reach.axes[axis]!;
        return (place[axis]! + low - k * dilation) / stride;
      });
      const fits = position.every(
        (p, axis) => Number.isInteger(p) && p >= 0 && p < what.input.shape[axis + 1]!,
      );
      const from = group * inPerGroup + c;
      if (fits)
        yield product(what.input, [from, ...position], kernel, [from, channel! % perGroup, ...at], reach);
    }
}

function product(
  input: Planes,
  at: readonly number[],
  kernel: Kernel,
  kernelAt: readonly number[],
  reach: Reach,
): Term {
  const position = at.slice(1);
  const padded = position.some((p, axis) => p < 0 || p >= input.shape[axis + 1]!);
  const source = padded ? reach.beyond(position) : position;
  const x = source ? input.at([at[0]!, ...source]) : 0;
  const w = kernel.at(kernelAt);
  return { input: at, kernel: kernelAt, x, w, product: x * w, padded };
}

// ── linear ────────────────────────────────────────────────────────────────────────────────────────────────────────

function* linearTerms({ op, input, weights }: Explained, index: readonly number[]): Generator<Term> {
  const dense = op.library === "tfjs";
  const weight = planesOf(weights.get(dense ? "kernel" : "weight")!);
  const row = index.slice(0, -1);
  const out = index.at(-1)!;
  for (let i = 0; i < input.shape.at(-1)!; i++) {
    const x = input.at([...row, i]);
    const w = weight.at(dense ? [i, out] : [out, i]);
    yield { input: [...row, i], kernel: [out, i], x, w, product: x * w, padded: false };
  }
}

// ── poolings ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface Pooled {
  readonly position: readonly number[];
  readonly at: readonly number[];
  readonly inside: boolean;
}

/** The window's cells; those of a maximum weigh 1 at the greatest and 0 else, those of a mean their share. */
function* pooled(
  { op, input }: Explained,
  channel: number,
  cellsOf: readonly Pooled[],
  divisor: number,
): Generator<Term> {
  const isMaximum = /max/i.test(op.name);
  const value = ({ position, inside }: Pooled): number => (inside ? input.at([channel, ...position]) : 0);
  let greatest: Pooled | undefined;
  for (const cell of cellsOf)
    if (cell.inside && (!greatest || value(cell) > value(greatest))) greatest = cell;
  for (const cell of cellsOf) {
    const x = value(cell);
    const w = isMaximum ? (cell === greatest ? 1 : 0) : 1 / divisor;
    yield {
      input: [channel, ...cell.position],
      kernel: [channel, 0, ...cell.at],
      x,
      w,
      product: w === 0 ? 0 : x * w,
      padded: !cell.inside,
    };
  }
}

function* poolTerms(what: Explained, [channel, ...place]: readonly number[]): Generator<Term> {
  const { op, input, output } = what;
  const { args, library } = op;
  const space = input.shape.slice(1);
  const { axes: windows } = reachOf(op, input.shape, output.shape);
  const sizes = windows.map(({ kernel }) => kernel);
  const window = [...cells(sizes)].map((at): Pooled => {
    const position = at.map(
      (k, axis) => place[axis]! * windows[axis]!.stride + k * windows[axis]!.dilation - windows[axis]!.low,
    );
    return { position, at, inside: position.every((p, axis) => p >= 0 && p < space[axis]!) };
  });
  // what lies beyond the padding, where the window hangs over, counts for nothing
  const counted = window.filter(({ position }) =>
    position.every((p, axis) => p < space[axis]! + windows[axis]!.high),
  );
  const countsPadding = library === "torch" && args.countIncludePad !== false;
  const divisor =
    typeof args.divisorOverride === "number"
      ? args.divisorOverride
      : (countsPadding ? counted : counted.filter(({ inside }) => inside)).length;
  yield* pooled(what, channel!, window, divisor);
}

/** Window i reaches from ⌊i·in/out⌋ to ⌈(i + 1)·in/out⌉. */
function* adaptiveTerms(what: Explained, [channel, ...place]: readonly number[]): Generator<Term> {
  const space = what.input.shape.slice(1);
  const ends = place.map((i, axis): [number, number] => {
    const [from, to] = [space[axis]!, what.output.shape[axis + 1]!];
    return [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)];
  });
  const window = [...cells(ends.map(([low, high]) => high - low))].map(
    (at): Pooled => ({ position: at.map((k, axis) => ends[axis]![0] + k), at, inside: true }),
  );
  yield* pooled(what, channel!, window, window.length);
}

// ── windows without weights ───────────────────────────────────────────────────────────────────────────────────────

/** Unfold's row is a channel and a place in the window, its column a window. */
function* unfoldTerms({ op, input }: Explained, [row, column]: readonly number[]): Generator<Term> {
  const { axes, sizes, blocks } = blocksOf(op, input.shape);
  const [channel, ...at] = unravel(row!, [input.shape[0]!, ...sizes]);
  const block = unravel(column!, blocks);
  const position = at.map(
    (k, axis) => block[axis]! * axes[axis]!.stride + k * axes[axis]!.dilation - axes[axis]!.low,
  );
  const padded = position.some((p, axis) => p < 0 || p >= input.shape[axis + 1]!);
  const x = padded ? 0 : input.at([channel!, ...position]);
  yield { input: [channel!, ...position], kernel: [], x, w: 1, product: x, padded };
}

/** Fold adds up all windows that cover a cell. */
function* foldTerms(
  { op, input, output }: Explained,
  [channel, ...place]: readonly number[],
): Generator<Term> {
  const { axes, sizes, blocks } = blocksOf(op, output.shape);
  for (const at of cells(sizes)) {
    const block = at.map((k, axis) => {
      const { stride, dilation, low } = axes[axis]!;
      return (place[axis]! + low - k * dilation) / stride;
    });
    if (!block.every((b, axis) => Number.isInteger(b) && b >= 0 && b < blocks[axis]!)) continue;
    const from = [ravel([channel!, ...at], [output.shape[0]!, ...sizes]), ravel(block, blocks)];
    const x = input.at(from);
    yield { input: from, kernel: [], x, w: 1, product: x, padded: false };
  }
}

/** The windows that Unfold takes out of a map, how large they are, and how many lie along each axis. */
function blocksOf(op: Op, map: readonly number[]) {
  const { axes } = reachOf(op, map, map);
  const blocks = axes.map(({ kernel, stride, dilation, low, high }, axis) =>
    Math.floor((map[axis + 1]! + low + high - dilation * (kernel - 1) - 1) / stride + 1),
  );
  return { axes, sizes: axes.map(({ kernel }) => kernel), blocks };
}

/** All places of a window, the last axis first. */
function* cells(sizes: readonly number[]): Generator<number[]> {
  const count = sizes.reduce((a, b) => a * b, 1);
  for (let i = 0; i < count; i++) yield unravel(i, sizes);
}

function unravel(flat: number, sizes: readonly number[]): number[] {
  const at: number[] = [];
  for (const size of sizes.toReversed()) {
    at.unshift(flat % size);
    flat = Math.floor(flat / size);
  }
  return at;
}

const ravel = (at: readonly number[], sizes: readonly number[]): number =>
  at.reduce((flat, index, axis) => flat * sizes[axis]! + index, 0);
