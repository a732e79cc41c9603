/**
 * The inner product of all dense kernels: a tile of C stays in registers while the reduction runs.
 *
 *     C[rows × 4·vectors] = bias + A[k][rows] × B[k][4·vectors]
 */
import { host } from "../runtime/index.ts";
import type { FunctionRef, ModuleBuilder } from "../wasm/index.ts";
import { adds, applyEpilogue, type Epilogue, multiplyAdd } from "./arithmetic.ts";

/** Rows (output channels) by vectors of four columns (pixels). */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
}

/**
 * The tile that fits the registers: 6×8 needs 15 of 16 with a fused multiply-add, and a V8 (13 and newer) that does not
 * move all loads of a block to its front; older ones spill more than 4×8.
 */
export const NARROW_TILE: Tile =
  host.relaxedSimd && host.schedulesInOrder ? { rows: 6, vectors: 2 } : { rows: 4, vectors: 2 };

/** The same registers, twice as wide: see wide.ts. Fewer rows would load more than they multiply. */
export const WIDE_TILE: Tile = { rows: 6, vectors: 4 };

/** Splits `count` rows into tile heights: full ones first, a remainder as equal as possible. */
export function splitRows(count: number, height: number): number[] {
  const tiles = Math.ceil(count / height);
  const small = Math.floor(count / tiles);
  const large = count - small * tiles;
  return Array.from({ length: tiles }, (_, index) => (index < large ? small + 1 : small));
}

/**
 * Function (a, b, c, k, rowStride, bias, last, toOther): A is packed [k][rows], B [k][4·vectors], C has `rowStride` bytes
 * between rows. With a bias address C starts from the rows' biases, with 0 it accumulates onto what C holds. When
 * `last` is not 0 the epilogue is applied; what it adds lies `toOther` bytes from C. Without a sum there is no `toOther`.
 * Of one that `isWhole` all k come in one call: it starts from biases, and is the last. `step`: bytes from one k of B to the
 * next, if those are more than are multiplied.
 */
export function emitMicroKernel(
  module: ModuleBuilder,
  tile: Tile,
  epilogue: Epilogue,
  { isWhole = false, step = tile.vectors * 16 } = {},
): FunctionRef {
  const { rows, vectors } = tile;
  return module.function(adds(epilogue) ? 8 : 7, (f, [a, b, c, k, rowStride, bias, last, toOther]) => {
    const sums = Array.from({ length: rows }, () => f.v128s(vectors));
    const columns = f.v128s(vectors);
    const weight = f.v128();
    const row = f.i32();
    const forTile = (visit: (sum: (typeof columns)[number], offset: number, rowIndex: number) => void) => {
      row.set(c!);
      for (const [i, rowSums] of sums.entries()) {
        for (const [j, sum] of rowSums.entries()) visit(sum, j * 16, i);
        if (i < rows - 1) row.increase(rowStride!);
      }
    };

    const fromBias = () => forTile((sum, _, i) => sum.set(bias!.v128LoadSplat(i * 4)));
    if (isWhole) fromBias();
    else f.if(bias!, fromBias, () => forTile((sum, offset) => sum.set(row.v128Load(offset))));
    f.countDown(k!, 1, () => {
      for (const [j, column] of columns.entries()) column.set(b!.v128Load(j * 16));
      for (const [i, rowSums] of sums.entries()) {
        weight.set(a!.v128LoadSplat(i * 4));
        for (const [j, sum] of rowSums.entries()) multiplyAdd(sum, weight, columns[j]!);
      }
      a!.increase(rows * 4);
      b!.increase(step);
    });
    const finish = () =>
      forTile((sum, offset) =>
        sum.set(applyEpilogue(toOther ? sum.add(row.add(toOther).v128Load(offset)) : sum, epilogue)),
      );
    // before the first store: a load between stores keeps V8 from pairing them
    if (isWhole) finish();
    else if (epilogue !== "none") f.if(last!, finish);
    forTile((sum, offset) => f.v128Store(row, sum, offset));
  });
}
