/** Prepares a Winograd convolution: chooses the filtering and the blocks, places the tiles, packs the weights. */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { product, type Triple } from "./geometry.ts";
import { splitRows, type Tile } from "./micro-kernel.ts";
import { padStage } from "./pad.ts";
import { aligned, KernelPlan, type Plan, upload, uploadIntegers } from "./plan.ts";
import { denseTile } from "./wide.ts";
import type { Filtering } from "./winograd-filtering.ts";
import { blockBytes, buildWinograd, winogradScratchBytes, winogradTasks } from "./winograd-kernel.ts";
import type { WinogradShape } from "./winograd-shape.ts";
import { EXTENT_COLUMNS } from "./winograd-tiles.ts";
import { packWinogradWeights, type Taps } from "./winograd-weights.ts";

/** A convolution, or a transposed one, of which the last one or two dimensions are filtered. */
export interface WinogradProblem {
  readonly filtering: Filtering;
  readonly axes: 1 | 2;
  readonly epilogue: Epilogue;
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly input: Triple;
  /** Zeros before the input, and after it where tiles do not ask for more. */
  readonly low: Triple;
  readonly high: Triple;
  readonly output: Triple;
  /** Of the filtered dimensions. Only with stride 1. */
  readonly dilation: number;
  /** The kernel's depth joins the reduction. */
  readonly kernelDepth: number;
  readonly depthStep: number;
  readonly taps: Taps;
  readonly bias: ArrayLike<number>;
  readonly outputShape: readonly number[];
  readonly macs: number;
  /** What computes when a number is NaN or Inf: it would spread over its whole tile, and differences of Inf are NaN. */
  readonly fallback: () => Plan;
}

export function planWinograd(runtime: Runtime, problem: WinogradProblem): Plan {
  const { filtering, batch, inChannels, input, low } = problem;
  const to = paddedSizes(problem);
  const tiles = tilesOf(problem, to);
  const shape = chooseBlocks(runtime, problem, to, tiles.length);
  const padding = { planes: batch * inChannels, from: input, to, low, watchFinite: true };
  const padded = aligned(padding.planes * product(to) * 4);
  const kernel = runtime.kernels.get(`winograd ${padded} ${JSON.stringify(shape)}`, (module) =>
    buildWinograd(module, shape, padded),
  );
  const tasks = winogradTasks(shape);
  const constants = {
    weights: packWinogradWeights(runtime, problem.taps, shape),
    bias: upload(runtime, problem.bias),
    tables: tileTables(runtime, problem, to, tiles, shape),
  };
  const stages = shape.fused
    ? [{ entry: kernel.entry("fused"), tasks: shape.blocks, ...constants }]
    : [
        { entry: kernel.entry("input"), tasks: tasks.input, ...constants },
        { entry: kernel.entry("output"), tasks: tasks.output, ...constants },
      ];
  return new KernelPlan(runtime, {
    algorithm: `Winograd ${shape.axes === 2 ? filtering.name.replace(/\d+(?=[,)])/g, "$&×$&") : filtering.name}`,
    outputShape: problem.outputShape,
    macs: problem.macs,
    stages: [padStage(runtime, padding), ...stages],
    workspaceBytes: padded + (shape.fused ? 0 : shape.blocks * blockBytes(shape)),
    scratchBytes: winogradScratchBytes(shape),
    fallback: problem.fallback,
  });
}

type WinogradSizes = Pick<WinogradProblem, "axes" | "batch" | "inChannels" | "outChannels" | "output">;

/** What a filtering may cost at most, of what it costs without it: its transforms cost, too. */
const WORTH = 0.75;
/** Multiply-adds in the time that a weight takes to arrive where all have no room in the second-level cache: these bytes. */
const WEIGHT_MACS = 8;
const CACHED_BYTES = 2 ** 20;

/**
 * The filtering with the fewest multiply-adds and weights, or null if none is worth it beside `pixels` products of `taps`
 * each. Panels of tiles, or of pixels, are computed in full.
 */
export function cheapest<F extends Filtering>(
  runtime: Runtime,
  choices: readonly F[],
  { axes, batch, inChannels, outChannels, output }: WinogradSizes,
  { pixels, taps }: { pixels: number; taps: number },
): F | null {
  const columns = denseTile(runtime).vectors * 4;
  const perWeight = inChannels * outChannels * taps * 4 > CACHED_BYTES ? WEIGHT_MACS : 0;
  const costOf = (count: number) => Math.ceil(count / columns) * columns + perWeight;
  const total = ({ products, outputs }: F) => {
    const [depth, height, width] = output;
    const rows = axes === 2 ? Math.ceil(height / outputs) : 1;
    return products ** axes * costOf(batch * depth * rows * Math.ceil(width / outputs));
  };
  const best = choices.reduce((a, b) => (total(b) < total(a) ? b : a));
  return total(best) <= WORTH * costOf(pixels) * taps ? best : null;
}

/** The input with its padding, and what the last tiles read beyond it. */
function paddedSizes({ filtering, axes, input, low, high, output, dilation }: WinogradProblem): Triple {
  const { inputs, outputs, step } = filtering;
  const reach = (size: number) =>
    ((Math.ceil(Math.ceil(size / dilation) / outputs) - 1) * step + inputs) * dilation;
  const to = input.map((size, d) => size + low[d]! + high[d]!) as [number, number, number];
  return [to[0], axes === 2 ? Math.max(to[1], reach(output[1])) : 1, Math.max(to[2], reach(output[2]))];
}

/** Byte offsets of a tile's first input (channel 0) and first output, and how much of it exists. */
interface OutputTile {
  readonly input: number;
  readonly output: number;
  readonly rows: number;
  readonly columns: number;
}

/** All tiles; a dilated convolution is dilation (in two dimensions dilation²) interleaved ones. */
function tilesOf(problem: WinogradProblem, [depth, paddedHeight, paddedWidth]: Triple): OutputTile[] {
  const { axes, batch, inChannels, outChannels, dilation } = problem;
  const { outputs, step } = problem.filtering;
  const [outDepth, height, width] = problem.output;
  const axis = (size: number) =>
    range(dilation).flatMap((phase) => {
      const count = Math.ceil((size - phase) / dilation);
      return range(Math.ceil(Math.max(0, count) / outputs)).map((tile) => ({
        from: phase + tile * step * dilation,
        to: phase + tile * outputs * dilation,
        extent: Math.min(outputs, count - tile * outputs),
      }));
    });
  const rows = axes === 2 ? axis(height) : [{ from: 0, to: 0, extent: 1 }];
  const columns = axis(width);
  return range(batch).flatMap((n) =>
    range(outDepth).flatMap((z) =>
      rows.flatMap((row) =>
        columns.map((column) => ({
          input: (((n * inChannels * depth + z) * paddedHeight + row.from) * paddedWidth + column.from) * 4,
          output: (((n * outChannels * outDepth + z) * height + row.to) * width + column.to) * 4,
          rows: row.extent,
          columns: column.extent,
        })),
      ),
    ),
  );
}

/** With that many blocks, threads that take a block each are evenly busy; with fewer they share the rows of each. */
const FUSED_BLOCKS = 16;
/** Output channels of one pass over a block: M stays in the cache; and when threads share the rows, tasks are many. */
const FUSED_ROWS = 128;
const SHARED_ROWS = 64;
const SHARED_TASKS = 12;
/** A larger input is read in longer stretches; so is one dimension, whose tiles have fewer points. */
const LARGE_INPUT_BYTES = 4 * 2 ** 20;
const LARGE_BLOCK_TILES = 16;
const LINE_BLOCK_TILES = 48;

/** Blocks are one panel of tiles, so that V and M stay in the second-level cache. */
function chooseBlocks(
  runtime: Runtime,
  problem: WinogradProblem,
  padded: Triple,
  tiles: number,
): WinogradShape {
  const { axes, inChannels, outChannels, output } = problem;
  const tile: Tile = tiles <= 4 ? { rows: 8, vectors: 1 } : denseTile(runtime);
  const columns = tile.vectors * 4;
  const isLarge = inChannels * product(padded) * 4 > LARGE_INPUT_BYTES;
  const longest = axes === 1 ? LINE_BLOCK_TILES : isLarge ? LARGE_BLOCK_TILES : columns;
  const blockTiles = Math.min(Math.max(columns, longest), Math.ceil(tiles / columns) * columns);
  const blocks = Math.ceil(tiles / blockTiles);
  const fused = blocks >= FUSED_BLOCKS;
  const shared = blocks * Math.ceil(outChannels / SHARED_ROWS) < SHARED_TASKS ? SHARED_ROWS / 2 : SHARED_ROWS;
  const rowBlocks = Math.ceil(outChannels / (fused ? FUSED_ROWS : shared));
  const perRowBlock = Math.ceil(outChannels / rowBlocks);
  return {
    filtering: problem.filtering,
    tile,
    epilogue: problem.epilogue,
    fused,
    axes,
    channels: inChannels * problem.kernelDepth,
    panels: range(rowBlocks).map((i) =>
      splitRows(Math.min(perRowBlock, outChannels - i * perRowBlock), tile.rows),
    ),
    outChannels,
    blockTiles,
    blocks,
    channelsPerTask: 16,
    rowBytes: padded[2] * 4,
    outputRowBytes: output[2] * 4,
    outputPlaneBytes: product(output) * 4,
    dilation: problem.dilation,
  };
}

function tileTables(
  runtime: Runtime,
  { inChannels, kernelDepth, depthStep }: WinogradProblem,
  [depth, height, width]: Triple,
  tiles: OutputTile[],
  shape: WinogradShape,
) {
  const channelOffsets = range(inChannels).flatMap((c) =>
    range(kernelDepth).map((k) => (c * depth + k * depthStep) * height * width * 4),
  );
  const missing = shape.blocks * shape.blockTiles - tiles.length;
  const all = [...tiles, ...range(missing).map(() => ({ input: 0, output: 0, rows: 0, columns: 0 }))];
  return uploadIntegers(
    runtime,
    new Int32Array(16),
    channelOffsets,
    all.map((tile) => tile.input),
    all.map((tile) => tile.output),
    all.map((tile) => tile.rows + tile.columns * EXTENT_COLUMNS),
  );
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
