/**
 * The inner product of matrix products whose left side is read in place: a tile of C stays in registers.
 *
 *     C[rows × 4·vectors] = bias + A[rows][k] × B[k][4·vectors]
 */
import type { FunctionRef, LocalV128, ModuleBuilder } from "../wasm/index.ts";
import { applyEpilogue, type Epilogue, forRuns, multiplyAdd, storeFloats } from "./arithmetic.ts";

export interface RowTile {
  readonly rows: number;
  /** Vectors of B's columns, and how many of the columns are stored. */
  readonly vectors: number;
  readonly features: number;
  /** Bytes from one row of A to the next, and of C. */
  readonly row: number;
  readonly result: number;
  readonly epilogue: Epilogue;
}

/**
 * Function (a, b, bias, c, k, last): with a bias address C starts from these (one a column), with 0 it adds onto what C
 * holds. When `last` is not 0 the epilogue is applied. k is at least 1.
 */
export function emitRowTile(module: ModuleBuilder, tile: RowTile): FunctionRef {
  const { rows, vectors, features, row, result, epilogue } = tile;
  return module.function(6, (f, [a, b, bias, c, k, last]) => {
    const sums = Array.from({ length: rows }, () => f.v128s(vectors));
    const columns = f.v128s(vectors);
    const sample = f.v128();
    const each = (visit: (sum: LocalV128, row: number, vector: number) => void) => {
      for (const [i, rowSums] of sums.entries()) for (const [v, sum] of rowSums.entries()) visit(sum, i, v);
    };
    f.if(
      bias!,
      () => each((sum, _, v) => sum.set(bias!.v128Load(v * 16))),
      () => each((sum, i, v) => sum.set(c!.v128Load(i * result + v * 16))),
    );
    f.countDown(k!, 1, () => {
      for (const [v, column] of columns.entries()) column.set(b!.v128Load(v * 16));
      for (const [i, rowSums] of sums.entries()) {
        sample.set(a!.v128LoadSplat(i * row));
        for (const [v, sum] of rowSums.entries()) multiplyAdd(sum, sample, columns[v]!);
      }
      a!.increase(4);
      b!.increase(vectors * 16);
    });
    if (epilogue !== "none") f.if(last!, () => each((sum) => sum.set(applyEpilogue(sum, epilogue))));
    for (const [i, rowSums] of sums.entries()) {
      forRuns(f, features, [], (offset, floats) => {
        const sum = rowSums[Math.floor(offset / 16)]!;
        const upperHalf = offset % 16 !== 0;
        const value = upperHalf ? sum.shuffle(sum, [2, 3, 2, 3]) : sum;
        storeFloats(f, c!, value, floats, i * result + offset);
      });
    }
  });
}
