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
  i32,
  type LocalI32,
  type ModuleBuilder,
} from "../wasm/index.ts";
import { adds, takesSecond, thenOf } from "./arithmetic.ts";
import { emitPack } from "./gemm-pack.ts";
import { type GemmShape, gemmScratchBytes, gemmTasks, tableLayout } from "./gemm-shape.ts";
import { emitTile } from "./gemm-tile.ts";
import { sourceAddress } from "./pad.ts";
import { aligned, argument, furtherArguments } from "./plan.ts";
import { emitStepsInPlace } from "./steps.ts";

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
  const then = thenOf(shape.epilogue);
  const follow = then.length > 0 && emitStepsInPlace(module, then);
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
    const toSecond = takesSecond(shape.epilogue)
      ? f.i32(argument(args!, "second").sub(argument(args!, "output")))
      : i32(0);
    const toOther = adds(shape.epilogue) ? [toSecond] : [];
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
          ...toOther,
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
    if (!follow) return;
    const first = output.add(tables.add(firstPixel.shl(2)).i32Load(tableLayout(shape).output));
    const steps = (heights_: readonly number[]) =>
      f.call(follow, first, toSecond, sum(heights_), shape.channelBytes, endPixel.sub(firstPixel));
    forBlock(f, block, panels, steps);
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
