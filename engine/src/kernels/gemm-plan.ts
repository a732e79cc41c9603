/**
 * Prepares one implicit-GEMM stage: chooses the blocks, classifies the offset tables, packs the weights.
 *
 * The decomposition depends on the problem alone, never on the number of threads, and every output is summed in the
 * order of the taps: results are bitwise the same for any number of threads.
 */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { buildGemm } from "./gemm-kernel.ts";
import {
  type GemmShape,
  gemmScratchBytes,
  gemmTasks,
  INPUT_MODE,
  OUTPUT_MODE,
  tableLayout,
} from "./gemm-shape.ts";
import { packWeights, type Weights } from "./gemm-weights.ts";
import { splitRows } from "./micro-kernel.ts";
import type { Source } from "./pad.ts";
import { keyOf, type Stage, upload, uploadIntegers } from "./plan.ts";
import { denseTile } from "./wide.ts";

export interface GemmProblem {
  readonly source: Source;
  readonly epilogue: Epilogue;
  readonly groups: number;
  /** Output channels of one group. */
  readonly rows: number;
  readonly weights: Weights;
  /** [groups · rows]. */
  readonly bias: ArrayLike<number>;
  /** Byte offsets: of each pixel's window in the input, of each tap in the window, of each pixel in the output. */
  readonly pixelOffsets: Int32Array;
  readonly tapOffsets: Int32Array;
  readonly outputOffsets: Int32Array;
  readonly inputGroupBytes: number;
  readonly outputGroupBytes: number;
  readonly channelBytes: number;
}

/** Packed pixels of 512 taps × 64 pixels are 128 KiB: they stay in the second-level cache, beside the weights. */
const TAP_BLOCK = 512;
const PIXEL_BLOCK = 64;
/** Few taps: what a row of the output takes in memory counts more, and longer stretches of it come and go faster. */
const [FEW_TAPS, LONG_PIXEL_BLOCK] = [256, 128];
/** Enough tasks to occupy some threads and to even out their ends. */
const TASKS_WANTED = 16;
const FEWEST_TASKS = 8;
/** Pixels of the last panel that may lie behind the input. */
const MOST_TAIL = 15;
/** Rows that share one packing of the pixels, if that leaves enough tasks. */
const ROWS_WANTED = 128;

/** One stage for several problems that do not depend on each other: their tasks run side by side. */
export function gemmStage(
  runtime: Runtime,
  problems: readonly GemmProblem[],
): { stage: Stage; scratchBytes: number } {
  const shapes = problems.map((problem) => chooseBlocks(runtime, problem, problems.length));
  const kernel = runtime.kernels.get(`gemm ${keyOf(shapes)}`, (module) => buildGemm(module, shapes));
  const [own, ...others] = problems.map((problem, i) => ({
    weights: packWeights(runtime, problem.weights, { ...shapes[i]!, heights: shapes[i]!.panels }),
    bias: upload(runtime, problem.bias),
    tables: offsetTables(runtime, problem, shapes[i]!),
  }));
  const tasks = shapes.reduce((total, shape) => total + gemmTasks(shape), 0);
  return {
    stage: { entry: kernel.entry("gemm"), tasks, ...own, others },
    scratchBytes: Math.max(...shapes.map(gemmScratchBytes)),
  };
}

/** The problem is one of `count`, which together have enough tasks. */
function chooseBlocks(runtime: Runtime, problem: GemmProblem, count: number): GemmShape {
  const tile = denseTile(runtime);
  const { groups, rows } = problem;
  const columns = tile.vectors * 4;
  const pixels = problem.pixelOffsets.length;
  const taps = problem.tapOffsets.length;
  const longest = taps <= FEW_TAPS ? LONG_PIXEL_BLOCK : PIXEL_BLOCK;
  let pixelBlock = Math.min(longest, Math.ceil(pixels / columns) * columns);
  const weightsDominate = pixels <= 2 * PIXEL_BLOCK && taps * rows > 1e5;
  while (!weightsDominate && pixelBlock > 16 && Math.ceil(pixels / pixelBlock) * groups < TASKS_WANTED) {
    pixelBlock = Math.max(16, Math.floor(pixelBlock / 2 / columns) * columns);
  }
  const pixelTasks = Math.ceil(pixels / pixelBlock) * groups;
  // every block of rows packs the pixels again, so blocks are high, but a few there must be
  const most = Math.max(Math.floor(rows / ROWS_WANTED), Math.min(4, Math.floor(rows / (tile.rows * 2))));
  const wanted = Math.max(1, Math.min(Math.ceil(FEWEST_TASKS / count / pixelTasks), most));
  const rowBlocks = wanted > 2 ? 2 * Math.ceil(wanted / 2) : wanted; // two threads have the same to do
  const rowBlock = Math.ceil(Math.ceil(rows / rowBlocks) / tile.rows) * tile.rows;
  const panels = Array.from({ length: Math.ceil(rows / rowBlock) }, (_, index) =>
    splitRows(Math.min(rowBlock, rows - index * rowBlock), tile.rows),
  );
  return {
    source: problem.source,
    tile,
    epilogue: problem.epilogue,
    groups,
    rows,
    panels,
    taps,
    tapBlock: Math.ceil(taps / Math.ceil(taps / TAP_BLOCK)),
    pixels,
    pixelBlock,
    inputGroupBytes: problem.inputGroupBytes,
    outputGroupBytes: problem.outputGroupBytes,
    channelBytes: problem.channelBytes,
  };
}

function offsetTables(
  runtime: Runtime,
  { pixelOffsets, tapOffsets, outputOffsets }: GemmProblem,
  shape: GemmShape,
) {
  const { padded } = tableLayout(shape);
  const pixels = continued(pixelOffsets, padded);
  const outputs = new Int32Array(padded).fill(-1);
  outputs.set(outputOffsets);
  const quadModes = Int32Array.from({ length: padded / 4 }, (_, quad) => inputMode(pixels, quad * 4, 4));
  const columns = shape.tile.vectors * 4;
  const panelStores = Int32Array.from({ length: padded / columns }, (_, panel) =>
    outputMode(outputs, panel * columns, columns),
  );
  const panelModes = panelStores.map((_, panel) => inputMode(pixels, panel * columns, columns));
  return uploadIntegers(runtime, pixels, tapOffsets, outputs, quadModes, panelStores, panelModes);
}

/**
 * With further pixels behind the last one, that nobody stores: spaced as the last ones are, so that all of a panel are read
 * at once. They lie less than `GUARD` bytes behind the input (see runtime/memory.ts).
 */
function continued(offsets: Int32Array, length: number): Int32Array {
  const pixels = new Int32Array(length);
  pixels.set(offsets);
  const count = offsets.length;
  const step = count > 1 && offsets[count - 1]! - offsets[count - 2]! === 8 ? 8 : 4;
  for (let i = count; i < length; i++) pixels[i] = i - count < MOST_TAIL ? pixels[i - 1]! + step : pixels[0]!;
  return pixels;
}

function inputMode(offsets: Int32Array, first: number, count: number): number {
  if (hasStep(offsets, first, count, 4)) return INPUT_MODE.contiguous;
  return hasStep(offsets, first, count, 8) ? INPUT_MODE.everySecond : INPUT_MODE.gather;
}

function outputMode(offsets: Int32Array, first: number, count: number): number {
  if (offsets.subarray(first, first + count).includes(-1)) return OUTPUT_MODE.scatter;
  if (hasStep(offsets, first, count, 4)) return OUTPUT_MODE.contiguous;
  return hasStep(offsets, first, count, 8) ? OUTPUT_MODE.everySecond : OUTPUT_MODE.scatter;
}

function hasStep(offsets: Int32Array, first: number, count: number, step: number): boolean {
  for (let i = 1; i < count; i++) {
    if (offsets[first + i]! - offsets[first + i - 1]! !== step) return false;
  }
  return true;
}
