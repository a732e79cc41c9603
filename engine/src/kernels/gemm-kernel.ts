/**
 * Convolution as a matrix product whose right-hand side is gathered on the fly ("implicit GEMM"):
 * rows are output channels, columns output pixels, the reduction runs over taps (input channel and kernel position).
 *
 *     y[row, pixel] = bias[row] + Σ_tap weights[row, tap] · x[pixelOffset[pixel] + tapOffset[tap]]
 *
 * The two offset tables carry the whole geometry, so stride, dilation, any rank and the phases of a transposed
 * convolution are one kernel. A task takes a block of pixels and a block of channels of one group; it packs the block's
 * pixels tap by tap into scratch memory that stays in the cache, and multiplies panels of weights with it.
 */
import { exportParallel } from "../runtime/control.ts";
import {
  type FunctionBuilder,
  type FunctionRef,
  type I32,
  i32,
  type LocalI32,
  type ModuleBuilder,
  type V128,
} from "../wasm/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { emitMicroKernel, type Tile } from "./micro-kernel.ts";
import { type Source, sourceAddress } from "./pad.ts";
import { aligned, argument, furtherArguments } from "./plan.ts";

/** What the generated kernel depends on, all in elements unless said otherwise. */
export interface GemmShape {
  readonly source: Source;
  readonly tile: Tile;
  readonly epilogue: Epilogue;
  readonly groups: number;
  /** Output channels of one group. */
  readonly rows: number;
  /** Heights of the weight panels, for each block of rows. All blocks but the last are equal. */
  readonly panels: readonly (readonly number[])[];
  readonly taps: number;
  /** Taps that are packed at a time. */
  readonly tapBlock: number;
  readonly pixels: number;
  readonly pixelBlock: number;
  /** Bytes between groups in the input and in the output, and between output channels. */
  readonly inputGroupBytes: number;
  readonly outputGroupBytes: number;
  readonly channelBytes: number;
}

/** How neighbouring pixels lie in the input: those of a panel, or if they are mixed (`gather`) those of each four. */
export const INPUT_MODE = { gather: 0, contiguous: 1, everySecond: 2 } as const;

/** How the pixels of a panel lie in the output. */
export const OUTPUT_MODE = { scatter: 0, contiguous: 1, everySecond: 2 } as const;

/** Offsets in bytes of the tables, which follow each other in one buffer of 32-bit integers. */
export function tableLayout({ pixels, pixelBlock, taps, tile }: GemmShape) {
  const padded = Math.ceil(pixels / pixelBlock) * pixelBlock;
  const pixel = 0;
  const tap = pixel + padded * 4;
  const output = tap + taps * 4;
  const quadMode = output + padded * 4;
  const panelStore = quadMode + padded;
  const panelMode = panelStore + padded / tile.vectors;
  return { padded, pixel, tap, output, quadMode, panelStore, panelMode };
}

export function gemmTasks(shape: GemmShape): number {
  return shape.groups * shape.panels.length * Math.ceil(shape.pixels / shape.pixelBlock);
}

/** Bytes of scratch memory for each thread: the packed pixels, then one tile for scattered output. */
export function gemmScratchBytes({ tapBlock, pixelBlock, tile }: GemmShape): number {
  return tapBlock * pixelBlock * 4 + tile.rows * tile.vectors * 16;
}

/** Exports "gemm": the tasks of one problem after those of the other, each with an argument block of its own. */
export function buildGemm(module: ModuleBuilder, shapes: readonly GemmShape[]): void {
  const scratchStride = aligned(Math.max(...shapes.map(gemmScratchBytes)));
  const products = shapes.map((shape) => emitProduct(module, shape, scratchStride));
  const dispatch = (f: FunctionBuilder, [task, thread, args]: readonly LocalI32[]) => {
    let first = 0;
    for (const [i, shape] of shapes.entries()) {
      const end = first + gemmTasks(shape);
      const run = () => {
        f.call(products[i]!, task!.sub(first), thread!, furtherArguments(args!, i));
        f.return();
      };
      f.if(task!.lt(end), run);
      first = end;
    }
  };
  exportParallel(module, "gemm", products.length === 1 ? products[0]! : module.function(3, dispatch));
}

/** Function (task, thread, args): one block of pixels times one block of rows. */
function emitProduct(module: ModuleBuilder, shape: GemmShape, scratchStride: number): FunctionRef {
  const pack = emitPack(module, shape);
  const heights = [...new Set(shape.panels.flat())];
  const multiply = new Map(
    heights.map((rows) => [rows, emitTile(module, { ...shape, tile: { ...shape.tile, rows } })]),
  );
  return module.function(3, (f, [task, thread, args]) => {
    const { panels, pixels, pixelBlock, taps, tapBlock, tile } = shape;
    const columns = tile.vectors * 4;
    const pixelBlocks = Math.ceil(pixels / pixelBlock);
    const rowsPerBlock = sum(panels[0]!);
    const firstPixel = f.i32(task!.remU(pixelBlocks).mul(pixelBlock));
    const block = f.i32(task!.divU(pixelBlocks).remU(panels.length));
    const group = f.i32(task!.divU(pixelBlocks * panels.length));

    const packed = f.i32(argument(args!, "scratch").add(thread!.mul(scratchStride)));
    const input = f.i32(sourceAddress(args!, shape.source).add(group.mul(shape.inputGroupBytes)));
    const firstRow = f.i32(block.mul(rowsPerBlock));
    const weights = f.i32(
      argument(args!, "weights").add(
        group
          .mul(shape.rows)
          .add(firstRow)
          .mul(taps * 4),
      ),
    );
    const output = f.i32(
      argument(args!, "output").add(group.mul(shape.outputGroupBytes)).add(firstRow.mul(shape.channelBytes)),
    );
    const bias = f.i32(argument(args!, "bias").add(group.mul(shape.rows).add(firstRow).mul(4)));
    const tables = f.i32(argument(args!, "tables"));
    const endPixel = f.i32(firstPixel.add(pixelBlock));
    f.if(endPixel.gt(pixels), () => endPixel.set(pixels));

    const channel = f.i32();
    const rowBias = f.i32();
    const packedPanel = f.i32();
    const panelRun = (height: number, tapCount: number, first: boolean, last: boolean) => {
      packedPanel.set(packed);
      f.range(firstPixel, endPixel, columns, (pixel) => {
        const start = first ? rowBias : i32(0);
        f.call(
          multiply.get(height)!,
          weights,
          packedPanel,
          channel,
          pixel,
          start,
          tables,
          packed,
          tapCount,
          last ? 1 : 0,
        );
        packedPanel.increase(tapCount * columns * 4);
      });
      weights.increase(height * tapCount * 4);
      channel.increase(height * shape.channelBytes);
      rowBias.increase(height * 4);
    };
    const tapRun = (firstTap: LocalI32 | number, tapCount: number, first: boolean, last: boolean) => {
      f.call(pack, tables, firstTap, tapCount, firstPixel, endPixel, input, packed);
      channel.set(output);
      rowBias.set(bias);
      const run = (heights_: readonly number[]) =>
        forEqualRuns(heights_, (height, count) =>
          f.repeat(count, () => panelRun(height, tapCount, first, last)),
        );
      forBlock(f, block, panels, run);
    };
    const blocks = Math.ceil(taps / tapBlock);
    const rest = taps - (blocks - 1) * tapBlock;
    if (blocks === 1) tapRun(0, rest, true, true);
    else {
      tapRun(0, tapBlock, true, false);
      const firstTap = f.i32(tapBlock);
      f.repeat(blocks - 2, () => {
        tapRun(firstTap, tapBlock, false, false);
        firstTap.increase(tapBlock);
      });
      tapRun(firstTap, rest, false, true);
    }
  });
}

/** Different code for the last block of rows only where it differs. */
export function forBlock(
  f: FunctionBuilder,
  block: LocalI32,
  panels: readonly (readonly number[])[],
  run: (heights: readonly number[]) => void,
): void {
  const last = panels.at(-1)!;
  if (last.join() === panels[0]!.join()) run(last);
  else
    f.if(
      block.eq(panels.length - 1),
      () => run(last),
      () => run(panels[0]!),
    );
}

/** Visits runs of equal numbers. */
export function forEqualRuns(values: readonly number[], visit: (value: number, count: number) => void): void {
  for (let start = 0; start < values.length; ) {
    let end = start;
    while (values[end] === values[start]) end++;
    visit(values[start]!, end - start);
    start = end;
  }
}

/**
 * Function (tables, firstTap, taps, firstPixel, endPixel, input, target): packs the pixels in panels of
 * [taps][4·vectors] floats.
 */
function emitPack(module: ModuleBuilder, shape: GemmShape): FunctionRef {
  const { vectors } = shape.tile;
  const layout = tableLayout(shape);
  const rowBytes = vectors * 16;
  const quad = emitPackQuad(module, rowBytes);
  const contiguous = emitPackPanel(module, vectors, (address, v) => address.v128Load(v * 16));
  const everySecond = emitPackPanel(module, vectors, (address, v) => loadEverySecond(address, v * 32));
  return module.function(7, (f, [tables, firstTap, taps, firstPixel, endPixel, input, target]) => {
    const tapTable = f.i32(tables!.add(firstTap!.shl(2)).add(layout.tap));
    const at = f.i32();
    const panelMode = f.i32();
    f.range(firstPixel!, endPixel!, vectors * 4, (pixel) => {
      at.set(tables!.add(pixel.shl(2)));
      panelMode.set(tables!.add(pixel.divU(vectors * 4).shl(2)).i32Load(layout.panelMode));
      const whole = (pack: FunctionRef) => () =>
        f.call(pack, input!.add(at.i32Load(layout.pixel)), tapTable, taps!, target!);
      const byQuads = () => {
        for (let v = 0; v < vectors; v++) {
          const mode = tables!.add(pixel).i32Load(layout.quadMode + v * 4);
          f.call(quad, at.add(layout.pixel + v * 16), mode, tapTable, taps!, input!, target!.add(v * 16));
        }
      };
      f.if(panelMode.eq(INPUT_MODE.contiguous), whole(contiguous), () =>
        f.if(panelMode.eq(INPUT_MODE.everySecond), whole(everySecond), byQuads),
      );
      target!.increase(taps!.mul(rowBytes));
    });
  });
}

/** Function (input, tapTable, taps, target): a panel of evenly spaced pixels, for each tap `vectors` vectors. */
function emitPackPanel(
  module: ModuleBuilder,
  vectors: number,
  load: (address: LocalI32, vector: number) => V128,
): FunctionRef {
  return module.function(4, (f, [input, tapTable, taps, target]) => {
    const address = f.i32();
    f.countDown(taps!, 1, () => {
      address.set(input!.add(tapTable!.i32Load()));
      for (let v = 0; v < vectors; v++) f.v128Store(target!, load(address, v), v * 16);
      tapTable!.increase(4);
      target!.increase(vectors * 16);
    });
  });
}

/** Floats 0, 2, 4 and 6; nothing behind them is read. */
function loadEverySecond(address: LocalI32, offset = 0): V128 {
  return address.v128Load(offset).shuffle(address.v128Load(offset + 12), [0, 2, 5, 7]);
}

/** Function (pixelTable, mode, tapTable, taps, input, target): four pixels, for each tap one vector. */
function emitPackQuad(module: ModuleBuilder, rowBytes: number): FunctionRef {
  const { contiguous, everySecond } = INPUT_MODE;
  return module.function(6, (f, [pixelTable, mode, tapTable, taps, input, target]) => {
    const pixels = [0, 1, 2, 3].map((lane) => f.i32(input!.add(pixelTable!.i32Load(lane * 4))));
    const vector = f.v128();
    const tap = f.i32();
    const forTaps = (load: () => void) =>
      f.countDown(taps!, 1, () => {
        tap.set(tapTable!.i32Load());
        load();
        f.v128Store(target!, vector);
        tapTable!.increase(4);
        target!.increase(rowBytes);
      });
    const gather = () => {
      vector.set(pixels[0]!.add(tap).v128Load32());
      for (const lane of [1, 2, 3]) vector.set(pixels[lane]!.add(tap).v128LoadLane(vector, lane));
    };
    const strided = () => {
      const from = f.i32(pixels[0]!.add(tap));
      vector.set(loadEverySecond(from));
    };
    f.if(
      mode!.eq(contiguous),
      () => forTaps(() => vector.set(pixels[0]!.add(tap).v128Load())),
      () =>
        f.if(
          mode!.eq(everySecond),
          () => forTaps(strided),
          () => forTaps(gather),
        ),
    );
  });
}

/**
 * Function (weights, packed, channel, pixel, bias, tables, scratch, taps, last): one tile of the output. Where its
 * pixels do not lie side by side, the tile is computed in scratch memory and scattered.
 */
function emitTile(module: ModuleBuilder, shape: GemmShape): FunctionRef {
  const { tile, channelBytes } = shape;
  const layout = tableLayout(shape);
  const columns = tile.vectors * 4;
  const micro = emitMicroKernel(module, tile, shape.epilogue);
  return module.function(9, (f, [weights, packed, channel, pixel, bias, tables, scratch, taps, last]) => {
    const offsets = f.i32(tables!.add(pixel!.shl(2)).add(layout.output));
    const stored = tables!.add(pixel!.divU(columns).shl(2)).i32Load(layout.panelStore);
    const tileAddress = f.i32(scratch!.add(shape.tapBlock * shape.pixelBlock * 4));
    const element = f.i32();
    /** Visits the elements whose pixel exists: offset −1 marks those past the end. */
    const forElements = (visit: (tileOffset: number, address: LocalI32) => void) => {
      for (let column = 0; column < columns; column++) {
        element.set(offsets.i32Load(column * 4));
        f.if(element.ge(0), () => {
          element.increase(channel!);
          for (let row = 0; row < tile.rows; row++) {
            visit((row * columns + column) * 4, element);
            element.increase(channelBytes);
          }
        });
      }
    };
    /** Every second float of the output rows: lanes are loaded and stored one by one. */
    const forLanes = (visit: (tileOffset: number, address: LocalI32, lane: number) => void) => {
      element.set(channel!.add(offsets.i32Load()));
      for (let row = 0; row < tile.rows; row++) {
        for (let v = 0; v < tile.vectors; v++) visit((row * columns + v * 4) * 4, element, v);
        element.increase(channelBytes);
      }
    };
    const multiply = (to: I32, rowBytes: number) =>
      f.call(micro, weights!, packed!, to, taps!, rowBytes, bias!, last!);
    const contiguous = () => multiply(channel!.add(offsets.i32Load()), channelBytes);
    const everySecond = () => {
      const vector = f.v128();
      f.if(bias!.eqz(), () =>
        forLanes((offset, address, v) => {
          const at = (lane: number) => v * 32 + lane * 8;
          vector.set(address.v128Load32(at(0)));
          for (const lane of [1, 2, 3]) vector.set(address.v128LoadLane(vector, lane, at(lane)));
          f.v128Store(tileAddress, vector, offset);
        }),
      );
      multiply(tileAddress, columns * 4);
      forLanes((offset, address, v) => {
        vector.set(tileAddress.v128Load(offset));
        for (const lane of [0, 1, 2, 3]) f.v128StoreLane(address, vector, lane, v * 32 + lane * 8);
      });
    };
    const scattered = () => {
      f.if(bias!.eqz(), () =>
        forElements((offset, address) => f.f32Store(tileAddress, address.f32Load(), offset)),
      );
      multiply(tileAddress, columns * 4);
      forElements((offset, address) => f.f32Store(address, tileAddress.f32Load(offset)));
    };
    f.if(stored.eq(OUTPUT_MODE.contiguous), contiguous, () =>
      f.if(stored.eq(OUTPUT_MODE.everySecond), everySecond, scattered),
    );
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
