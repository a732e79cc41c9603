/** Packs the pixels of an implicit GEMM: for each panel of neighbouring pixels, tap after tap, what its pixels see. */
import type { FunctionRef, LocalI32, ModuleBuilder, V128 } from "../wasm/index.ts";
import { type GemmShape, INPUT_MODE, tableLayout } from "./gemm-shape.ts";

/**
 * Function (tables, firstTap, taps, firstPixel, endPixel, input, target): packs the pixels in panels of
 * [taps][4·vectors] floats.
 */
export function emitPack(module: ModuleBuilder, shape: GemmShape): FunctionRef {
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
