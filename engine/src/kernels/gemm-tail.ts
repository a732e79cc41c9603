/**
 * The last pixels of an implicit GEMM, where they do not fill a tile: a map of 7×7 has 49, of which tiles of 16 would compute
 * 64. Half a tile takes half the time; of one or two pixels the rows are computed side by side instead.
 */
import type { FunctionBuilder, FunctionRef, LocalV128, ModuleBuilder } from "../wasm/index.ts";
import { adds, applyEpilogue, multiplyAdd, withoutThen } from "./arithmetic.ts";
import type { GemmShape } from "./gemm-shape.ts";
import { emitMicroKernel } from "./micro-kernel.ts";

/** Pixels that are computed row beside row, from so many taps on: the sums are gathered at the end. */
const [FEW_PIXELS, MANY_TAPS] = [2, 64];

/** A micro-kernel for the pixels behind the last whole tile; null where a whole tile is as good. */
export function emitTail(module: ModuleBuilder, shape: GemmShape, isWhole: boolean): FunctionRef | null {
  const { tile, pixels, taps } = shape;
  const { rows, vectors } = tile;
  const columns = vectors * 4;
  const rest = pixels % columns;
  if (rest === 0 || rest > columns / 2) return null;
  if (rest <= FEW_PIXELS && taps >= MANY_TAPS && rows >= 4) return emitRowVectors(module, shape, rest);
  const half = { rows, vectors: vectors / 2 };
  return emitMicroKernel(module, half, withoutThen(shape.epilogue), { isWhole, step: columns * 4 });
}

/** As the micro-kernel, of some pixels: vectors run along the rows, which lie side by side in the packed weights, into the next taps. */
function emitRowVectors(module: ModuleBuilder, shape: GemmShape, pixels: number): FunctionRef {
  const { rows, vectors } = shape.tile;
  const epilogue = withoutThen(shape.epilogue);
  const step = vectors * 16;
  const period = rows % 4 === 0 ? 1 : rows % 2 === 0 ? 2 : 4; // taps whose weights fill whole vectors
  const each = Array.from({ length: (period * rows) / 4 }, (_, i) => i);
  return module.function(adds(epilogue) ? 8 : 7, (f, [a, b, c, k, rowStride, bias, last, toOther]) => {
    const sums = Array.from({ length: pixels }, () => f.v128s(each.length));
    const rest = f.i32(k!.remU(period));
    const values = f.v128s(period);
    const weight = f.v128();
    k!.set(k!.sub(rest));
    f.if(k!, () =>
      f.countDown(k!, period, () => {
        for (const [pixel, own] of sums.entries()) {
          for (const [tap, value] of values.entries()) value.set(b!.v128LoadSplat(tap * step + pixel * 4));
          for (const i of each) {
            weight.set(a!.v128Load(i * 16));
            multiplyAdd(own[i]!, weight, spread(values, i, rows));
          }
        }
        a!.increase(period * rows * 4);
        b!.increase(period * step);
      }),
    );
    const totals = sums.map((own) => rowSums(f, own, rows));
    f.if(rest, () =>
      f.countDown(rest, 1, () => {
        for (const [pixel, own] of totals.entries()) {
          const value = f.f32(b!.f32Load(pixel * 4));
          for (const [row, total] of own.entries()) total.set(total.add(a!.f32Load(row * 4).mul(value)));
        }
        a!.increase(rows * 4);
        b!.increase(step);
      }),
    );
    const result = f.v128();
    for (let row = 0; row < rows; row++) {
      for (const [pixel, own] of totals.entries()) {
        const at = pixel * 4;
        f.if(
          bias!,
          () => result.set(own[row]!.add(bias!.f32Load(row * 4)).splat()),
          () => result.set(own[row]!.add(c!.f32Load(at)).splat()),
        );
        const other = toOther && c!.add(toOther).v128LoadSplat(at);
        f.if(last!, () => result.set(applyEpilogue(other ? result.add(other) : result, epilogue)));
        f.v128StoreLane(c!, result, 0, at);
      }
      c!.increase(rowStride!);
    }
  });
}

/** For each lane of the `i`-th vector of weights the value of its tap. */
function spread(values: readonly LocalV128[], i: number, rows: number) {
  const tapOf = (lane: number) => Math.floor((i * 4 + lane) / rows);
  const [first, second] = [values[tapOf(0)]!, values[tapOf(3)]!];
  return first === second
    ? first
    : first.shuffle(
        second,
        [0, 1, 2, 3].map((lane) => (tapOf(lane) === tapOf(0) ? lane : lane + 4)),
      );
}

/** A row's sums of all taps of the period. */
function rowSums(f: FunctionBuilder, sums: readonly LocalV128[], rows: number) {
  const lanes = sums.flatMap((sum) => [0, 1, 2, 3].map((lane) => sum.lane(lane)));
  return Array.from({ length: rows }, (_, row) =>
    f.f32(lanes.filter((_, i) => i % rows === row).reduce((total, lane) => total.add(lane))),
  );
}
