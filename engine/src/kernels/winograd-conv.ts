/**
 * 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3), along one dimension F(4, 3); also with dilation (interleaved sub-images, each an ordinary
 * convolution), and in three dimensions (the kernel's depth joins the reduction). See winograd-kernel.ts.
 */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { planGemmConv } from "./gemm-conv.ts";
import { type ConvGeometry, outputSizes, product, type Triple, triple } from "./geometry.ts";
import { splitRows, type Tile } from "./micro-kernel.ts";
import { type Padding, padStage } from "./pad.ts";
import { aligned, KernelPlan, type Plan, upload, uploadIntegers } from "./plan.ts";
import { denseTile } from "./wide.ts";
import { blockBytes, buildWinograd, winogradScratchBytes, winogradTasks } from "./winograd-kernel.ts";
import { pointsOf, type WinogradShape } from "./winograd-shape.ts";
import { EXTENT_COLUMNS } from "./winograd-tiles.ts";
import { TILE_OUT, transformFilter, transformTaps } from "./winograd-transform.ts";

/** Fewer channels do not pay for the transforms. */
const FEWEST_CHANNELS = 16;

export function suitsWinograd(g: ConvGeometry): boolean {
  const dilation = g.dilation.slice(-2);
  return (
    g.groups === 1 &&
    g.stride.every((s) => s === 1) &&
    g.kernel.slice(-2).every((k) => k === 3) &&
    dilation[0] === dilation.at(-1) &&
    Math.min(g.inChannels, g.outChannels) >= FEWEST_CHANNELS
  );
}

export function planWinogradConv(
  runtime: Runtime,
  g: ConvGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const sizes = outputSizes(g);
  const padding = tilePadding(g);
  const tiles = tilesOf(g, padding.to);
  const shape = chooseBlocks(runtime, g, padding.to, tiles.length, epilogue);
  const padded = aligned(padding.planes * product(padding.to) * 4);
  const kernel = runtime.kernels.get(`winograd ${padded} ${JSON.stringify(shape)}`, (module) =>
    buildWinograd(module, shape, padded),
  );
  const tasks = winogradTasks(shape);
  const constants = {
    weights: packWeights(runtime, weights, shape),
    bias: upload(runtime, bias),
    tables: tileTables(runtime, g, padding.to, tiles, shape),
  };
  const stages = shape.fused
    ? [{ entry: kernel.entry("fused"), tasks: shape.blocks, ...constants }]
    : [
        { entry: kernel.entry("input"), tasks: tasks.input, ...constants },
        { entry: kernel.entry("output"), tasks: tasks.output, ...constants },
      ];
  return new KernelPlan(runtime, {
    algorithm: shape.axes === 2 ? "Winograd F(4×4, 3×3)" : "Winograd F(4, 3)",
    outputShape: [g.batch, g.outChannels, ...sizes],
    macs: g.batch * g.outChannels * product(sizes) * g.inChannels * product(g.kernel),
    stages: [padStage(runtime, padding), ...stages],
    workspaceBytes: padded + (shape.fused ? 0 : shape.blocks * blockBytes(shape)),
    scratchBytes: winogradScratchBytes(shape),
    // a NaN or Inf would spread over its whole tile, and differences of Inf are NaN
    fallback: () => planGemmConv(runtime, g, weights, bias, epilogue),
  });
}

/** Padding, plus what the last tiles read beyond it. */
function tilePadding(g: ConvGeometry): Padding {
  const [, height, width] = triple(outputSizes(g), 1);
  const dilation = g.dilation.at(-1)!;
  const reach = (size: number) =>
    (Math.ceil(Math.ceil(size / dilation) / TILE_OUT) * TILE_OUT + 2) * dilation;
  const from = triple(g.input, 1);
  const low = triple(g.padLow, 0);
  const high = triple(g.padHigh, 0);
  const to: Triple = [
    from[0] + low[0] + high[0],
    axesOf(g) === 2 ? Math.max(from[1] + low[1] + high[1], reach(height)) : 1,
    Math.max(from[2] + low[2] + high[2], reach(width)),
  ];
  return { planes: g.batch * g.inChannels, from, to, low, watchFinite: true };
}

/** Byte offsets of a tile's first input (channel 0) and first output, and how much of it exists. */
interface OutputTile {
  readonly input: number;
  readonly output: number;
  readonly rows: number;
  readonly columns: number;
}

function axesOf(g: ConvGeometry): 1 | 2 {
  return g.input.length === 1 ? 1 : 2;
}

/** All tiles; a dilated convolution is dilation (in two dimensions dilation²) interleaved ones. */
function tilesOf(g: ConvGeometry, [depth, paddedHeight, paddedWidth]: Triple): OutputTile[] {
  const [outDepth, height, width] = triple(outputSizes(g), 1);
  const dilation = g.dilation.at(-1)!;
  const axis = (size: number) =>
    range(dilation).flatMap((phase) => {
      const count = Math.ceil((size - phase) / dilation);
      return range(Math.ceil(Math.max(0, count) / TILE_OUT)).map((tile) => ({
        start: phase + tile * TILE_OUT * dilation,
        extent: Math.min(TILE_OUT, count - tile * TILE_OUT),
      }));
    });
  const rows = axesOf(g) === 2 ? axis(height) : [{ start: 0, extent: 1 }];
  const columns = axis(width);
  return range(g.batch).flatMap((n) =>
    range(outDepth).flatMap((z) =>
      rows.flatMap((row) =>
        columns.map((column) => ({
          input:
            (((n * g.inChannels * depth + z) * paddedHeight + row.start) * paddedWidth + column.start) * 4,
          output: (((n * g.outChannels * outDepth + z) * height + row.start) * width + column.start) * 4,
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
  g: ConvGeometry,
  padded: Triple,
  tiles: number,
  epilogue: Epilogue,
): WinogradShape {
  const channels = g.inChannels * triple(g.kernel, 1)[0];
  const dense = denseTile(runtime);
  const tile: Tile = tiles <= 4 ? { rows: 8, vectors: 1 } : dense;
  const columns = tile.vectors * 4;
  const [, , width] = triple(outputSizes(g), 1);
  const isLarge = g.inChannels * product(padded) * 4 > LARGE_INPUT_BYTES;
  const longest = axesOf(g) === 1 ? LINE_BLOCK_TILES : isLarge ? LARGE_BLOCK_TILES : columns;
  const blockTiles = Math.min(Math.max(columns, longest), Math.ceil(tiles / columns) * columns);
  const blocks = Math.ceil(tiles / blockTiles);
  const fused = blocks >= FUSED_BLOCKS;
  const shared =
    blocks * Math.ceil(g.outChannels / SHARED_ROWS) < SHARED_TASKS ? SHARED_ROWS / 2 : SHARED_ROWS;
  const rowBlocks = Math.ceil(g.outChannels / (fused ? FUSED_ROWS : shared));
  const perRowBlock = Math.ceil(g.outChannels / rowBlocks);
  return {
    tile,
    epilogue,
    fused,
    axes: axesOf(g),
    channels,
    panels: range(rowBlocks).map((i) =>
      splitRows(Math.min(perRowBlock, g.outChannels - i * perRowBlock), tile.rows),
    ),
    outChannels: g.outChannels,
    blockTiles,
    blocks,
    channelsPerTask: 16,
    rowBytes: padded[2] * 4,
    outputRowBytes: width * 4,
    outputPlaneBytes: product(triple(outputSizes(g), 1)) * 4,
    dilation: g.dilation.at(-1)!,
  };
}

/** U in float64, rounded once, packed [point][panel][channel][row]. */
function packWeights(runtime: Runtime, weights: ArrayLike<number>, shape: WinogradShape) {
  const { axes, channels, outChannels } = shape;
  const pointCount = pointsOf(shape);
  const buffer = runtime.memory.allocate(pointCount * channels * outChannels);
  const packed = buffer.array;
  const points = new Float64Array(pointCount);
  const taps = 3 ** axes;
  let row = 0;
  for (const height of shape.panels.flat()) {
    for (let i = 0; i < height; i++) {
      for (let channel = 0; channel < channels; channel++) {
        const from = ((row + i) * channels + channel) * taps;
        if (axes === 2) transformFilter(weights, from, points);
        else transformTaps(weights[from]!, weights[from + 1]!, weights[from + 2]!, points, 0, 1);
        const at = row * channels + channel * height + i;
        for (let point = 0; point < pointCount; point++)
          packed[point * outChannels * channels + at] = points[point]!;
      }
    }
    row += height;
  }
  return buffer;
}

function tileTables(
  runtime: Runtime,
  g: ConvGeometry,
  [depth, height, width]: Triple,
  tiles: OutputTile[],
  shape: WinogradShape,
) {
  const kernelDepth = triple(g.kernel, 1)[0];
  const depthStep = triple(g.dilation, 1)[0];
  const channelOffsets = range(g.inChannels).flatMap((c) =>
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
