/** One tile of an implicit GEMM's output: the product, then its way to where the pixels lie. */
import type { FunctionRef, I32, LocalI32, ModuleBuilder } from "../wasm/index.ts";
import { adds, withoutThen } from "./arithmetic.ts";
import { type GemmShape, OUTPUT_MODE, tableLayout } from "./gemm-shape.ts";
import { emitTail } from "./gemm-tail.ts";
import { emitMicroKernel } from "./micro-kernel.ts";

/**
 * Function (weights, packed, channel, pixel, bias, tables, scratch, taps, last, toOther): one tile of the output. Where its
 * pixels do not lie side by side, the tile is computed in scratch memory and scattered. `toOther`, where the epilogue adds,
 * are the bytes from the output to what is added.
 */
export function emitTile(module: ModuleBuilder, shape: GemmShape): FunctionRef {
  const { tile, channelBytes } = shape;
  const layout = tableLayout(shape);
  const columns = tile.vectors * 4;
  const isWhole = shape.taps <= shape.tapBlock;
  const micro = emitMicroKernel(module, tile, withoutThen(shape.epilogue), { isWhole });
  const tail = emitTail(module, shape, isWhole);
  const isSum = adds(shape.epilogue);
  return module.function(isSum ? 10 : 9, (f, parameters) => {
    const [weights, packed, channel, pixel, bias, tables, scratch, taps, last, toOther] = parameters;
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
    const multiply = (to: I32, rowBytes: number, other: I32 | number, by = micro) =>
      f.call(by, weights!, packed!, to, taps!, rowBytes, bias!, last!, ...(isSum ? [other] : []));
    const contiguous = () => multiply(channel!.add(offsets.i32Load()), channelBytes, toOther ?? 0);
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
      multiply(tileAddress, columns * 4, 0);
      forLanes((offset, address, v) => {
        vector.set(tileAddress.v128Load(offset));
        for (const lane of [0, 1, 2, 3]) f.v128StoreLane(address, vector, lane, v * 32 + lane * 8);
      });
    };
    const scattered = () => {
      f.if(bias!.eqz(), () =>
        forElements((offset, address) => f.f32Store(tileAddress, address.f32Load(), offset)),
      );
      const tileBytes = tile.rows * columns * 4;
      if (isSum)
        forElements((offset, address) =>
          f.f32Store(tileAddress, address.add(toOther!).f32Load(), tileBytes + offset),
        );
      const toTile = (by: FunctionRef) => () => multiply(tileAddress, columns * 4, tileBytes, by);
      if (tail) f.if(pixel!.ge(Math.floor(shape.pixels / columns) * columns), toTile(tail), toTile(micro));
      else toTile(micro)();
      forElements((offset, address) => f.f32Store(address, tileAddress.f32Load(offset)));
    };
    f.if(stored.eq(OUTPUT_MODE.contiguous), contiguous, () => {
      if (isSum) scattered();
      else f.if(stored.eq(OUTPUT_MODE.everySecond), everySecond, scattered);
    });
  });
}
