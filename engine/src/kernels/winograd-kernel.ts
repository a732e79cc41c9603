/**
 * Winograd convolution: F(4×4, 3×3) has 36 small matrix products in place of 144 multiply-adds for each output tile and pair
 * of channels. Which filtering it is, of which stride, is the shape's matter: see winograd-filtering.ts.
 *
 * Tiles of outputs are taken in blocks. For each block: transform the tiles' inputs of every channel (V), multiply by
 * the transformed weights for each of the points (M = U · V), transform back. With enough blocks one task does all of
 * that with V in its cache ("fused"); with few, one stage makes V and a second shares out the output channels.
 *
 * Layouts: V [point][panel of tiles][channel][tile], U [point][row block][channel block][row panel][channel][row],
 * M [point][row][tile].
 */
import { exportParallel } from "../runtime/control.ts";
import { type FunctionRef, type I32, i32, type LocalI32, type ModuleBuilder } from "../wasm/index.ts";
import { adds } from "./arithmetic.ts";
import { forBlock, forEqualRuns } from "./gemm-kernel.ts";
import { emitMicroKernel } from "./micro-kernel.ts";
import { aligned, argument } from "./plan.ts";
import { pointsOf, type WinogradShape, winogradTables } from "./winograd-shape.ts";
import { emitTileInput, emitTileOutput, tileScratchBytes } from "./winograd-tiles.ts";

/** Bytes between points in V and M: one cache line more than the data, so that they do not share cache sets. */
function pointBytes({ channels, blockTiles, panels }: WinogradShape) {
  return { v: channels * blockTiles * 4 + 64, m: rowsOf(panels[0]!) * blockTiles * 4 + 64 };
}

/** Bytes of V for one block of tiles. */
export function blockBytes(shape: WinogradShape): number {
  return aligned(pointBytes(shape).v * pointsOf(shape));
}

/** Bytes for each thread: V of one block if fused, M of one block of rows, room for one group of tiles. */
export function winogradScratchBytes(shape: WinogradShape): number {
  return (
    (shape.fused ? blockBytes(shape) : 0) +
    aligned(pointBytes(shape).m * pointsOf(shape)) +
    tileScratchBytes(shape)
  );
}

export function winogradTasks(shape: WinogradShape): { input: number; output: number } {
  const { blocks, channels, channelsPerTask, panels } = shape;
  return { input: blocks * Math.ceil(channels / channelsPerTask), output: blocks * panels.length };
}

/** Exports "fused", or "input" and "output". The padded input starts the workspace, V lies `padded` bytes behind. */
export function buildWinograd(module: ModuleBuilder, shape: WinogradShape, padded: number): void {
  const inputs = emitInputs(module, shape);
  const outputs = emitOutputs(module, shape);
  const scratch = (args: LocalI32, thread: LocalI32) =>
    argument(args, "scratch").add(thread.mul(aligned(winogradScratchBytes(shape))));
  const { channels, channelsPerTask, panels } = shape;
  if (shape.fused) {
    const body = module.function(3, (f, [block, thread, args]) => {
      const v = f.i32(scratch(args!, thread!));
      const m = f.i32(v.add(blockBytes(shape)));
      f.call(inputs, args!, block!, 0, channels, v, m);
      for (let rows = 0; rows < panels.length; rows++) f.call(outputs, args!, block!, rows, v, m);
    });
    exportParallel(module, "fused", body);
    return;
  }
  const blockV = (args: LocalI32, block: I32) =>
    argument(args, "workspace")
      .add(padded)
      .add(block.mul(blockBytes(shape)));
  const input = module.function(3, (f, [task, thread, args]) => {
    const parts = Math.ceil(channels / channelsPerTask);
    const block = f.i32(task!.divU(parts));
    const first = f.i32(task!.remU(parts).mul(channelsPerTask));
    const end = f.i32(first.add(channelsPerTask));
    f.if(end.gt(channels), () => end.set(channels));
    f.call(inputs, args!, block, first, end, blockV(args!, block), scratch(args!, thread!));
  });
  const output = module.function(3, (f, [task, thread, args]) => {
    const block = f.i32(task!.divU(panels.length));
    f.call(outputs, args!, block, task!.remU(panels.length), blockV(args!, block), scratch(args!, thread!));
  });
  exportParallel(module, "input", input);
  exportParallel(module, "output", output);
}

/** Function (args, block, firstChannel, endChannel, v, scratch): transforms some channels of a block's tiles. */
function emitInputs(module: ModuleBuilder, shape: WinogradShape): FunctionRef {
  const { channels, blockTiles, tile } = shape;
  const columns = tile.vectors * 4;
  const tables = winogradTables(shape);
  const transform = emitTileInput(module, shape, pointBytes(shape).v);
  return module.function(6, (f, [args, block, first, end, v, scratch]) => {
    const table = f.i32(argument(args!, "tables"));
    const tiles = f.i32(table.add(block!.mul(blockTiles * 4)).add(tables.tileInput));
    const plane = f.i32();
    f.range(first!, end!, 1, (channel) => {
      plane.set(argument(args!, "workspace").add(table.add(channel.shl(2)).i32Load(tables.channelOffset)));
      const panel = f.i32(v!.add(channel.mul(columns * 4)));
      for (let quad = 0; quad < columns / 4; quad++) {
        const target = f.i32(panel.add(quad * 16));
        f.range(quad * 4, blockTiles, columns, (t) => {
          f.call(transform, plane, tiles.add(t.shl(2)), target, scratch!);
          target.increase(channels * columns * 4);
        });
      }
    });
  });
}

/** Function (args, block, rowBlock, v, m): products and output transform for one block of output channels. */
function emitOutputs(module: ModuleBuilder, shape: WinogradShape): FunctionRef {
  const { channels, outChannels, panels, blockTiles, outputPlaneBytes } = shape;
  const tables = winogradTables(shape);
  const bytes = pointBytes(shape);
  const multiply = emitPoint(module, shape);
  const transform = emitTileOutput(module, shape, bytes.m);
  const rowsPerBlock = rowsOf(panels[0]!);
  return module.function(5, (f, [args, block, rowBlock, v, m]) => {
    const table = f.i32(argument(args!, "tables"));
    const firstRow = f.i32(rowBlock!.mul(rowsPerBlock));
    const u = f.i32(argument(args!, "weights").add(firstRow.mul(channels * 4)));
    const product = f.i32(m!);
    f.repeat(pointsOf(shape), () => {
      f.call(multiply, rowBlock!, u, v!, product, table);
      u.increase(outChannels * channels * 4);
      v!.increase(bytes.v);
      product.increase(bytes.m);
    });

    const rows = f.i32(rowsPerBlock);
    if (rowsOf(panels.at(-1)!) !== rowsPerBlock) {
      f.if(rowBlock!.eq(panels.length - 1), () => rows.set(rowsOf(panels.at(-1)!)));
    }
    const scratch = f.i32(m!.add(aligned(bytes.m * pointsOf(shape))));
    const y = f.i32(argument(args!, "output").add(firstRow.mul(outputPlaneBytes)));
    const bias = f.i32(argument(args!, "bias").add(firstRow.shl(2)));
    const toOther = adds(shape.epilogue)
      ? [f.i32(argument(args!, "second").sub(argument(args!, "output")))]
      : [];
    product.set(m!);
    f.countDown(rows, 1, () => {
      f.range(0, blockTiles, 4, (t) => {
        const tiles = table.add(block!.mul(blockTiles).add(t).shl(2)).add(tables.tileOutput);
        f.call(transform, product.add(t.shl(2)), y, tiles, bias, scratch, ...toOther);
      });
      product.increase(blockTiles * 4);
      y.increase(outputPlaneBytes);
      bias.increase(4);
    });
  });
}

/** Most channels whose panel of V stays in the first-level cache while the weights stream past it. */
const CHANNEL_BLOCK = 128;

/** Channels that are multiplied at a time. */
export function channelBlockOf({ channels }: WinogradShape): number {
  return Math.ceil(channels / Math.ceil(channels / CHANNEL_BLOCK));
}

/** Function (rowBlock, u, v, m, zeros): M = U · V at one point. */
function emitPoint(module: ModuleBuilder, shape: WinogradShape): FunctionRef {
  const { channels, panels, blockTiles, tile } = shape;
  const columns = tile.vectors * 4;
  const heights = [...new Set(panels.flat())];
  const micro = new Map(
    heights.map((rows) => [rows, emitMicroKernel(module, { rows, vectors: tile.vectors }, "none")]),
  );
  const channelBlock = channelBlockOf(shape);
  return module.function(5, (f, [rowBlock, u, v, m, zeros]) => {
    const weights = f.i32(u!);
    const rowOfM = f.i32();
    const panelOfTiles = f.i32();
    const target = f.i32();
    const count = f.i32(channelBlock);
    const panel = (first: LocalI32, rows: number) => {
      panelOfTiles.set(v!.add(first.mul(columns * 4)));
      target.set(rowOfM);
      f.repeat(blockTiles / columns, () => {
        f.call(micro.get(rows)!, weights, panelOfTiles, target, count, blockTiles * 4, zeros!, 0);
        panelOfTiles.increase(channels * columns * 4);
        target.increase(columns * 4);
      });
      weights.increase(count.mul(rows * 4));
      rowOfM.increase(rows * blockTiles * 4);
    };
    f.range(0, channels, channelBlock, (first) => {
      rowOfM.set(m!);
      f.if(first.gt(channels - channelBlock), () => count.set(i32(channels).sub(first)));
      const run = (list: readonly number[]) =>
        forEqualRuns(list, (rows, times) => f.repeat(times, () => panel(first, rows)));
      forBlock(f, rowBlock!, panels, run);
      zeros!.set(0); // the next channels add to these
    });
  });
}

export function rowsOf(heights: readonly number[]): number {
  return heights.reduce((total, height) => total + height, 0);
}
