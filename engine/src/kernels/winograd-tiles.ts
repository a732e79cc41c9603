/** Into and out of Winograd's domain, four tiles at a time: lane = tile. */
import type {
  FunctionBuilder,
  FunctionRef,
  LocalI32,
  LocalV128,
  ModuleBuilder,
  V128,
} from "../wasm/index.ts";
import { applyEpilogue } from "./arithmetic.ts";
import { type WinogradShape, winogradTables } from "./winograd-shape.ts";
import {
  emitInputTransform,
  emitOutputTransform,
  emitTranspose,
  TILE_IN,
  TILE_OUT,
} from "./winograd-transform.ts";

/** The half-transformed tiles (36 vectors), then the outputs of incomplete tiles (4 × 4 vectors). */
const HALF_BYTES = TILE_IN * TILE_IN * 16;
export const TILE_SCRATCH_BYTES = HALF_BYTES + 4 * TILE_OUT * 16;

/** A tile's extent in the table: valid rows, and columns times this. */
export const EXTENT_COLUMNS = 256;

/** Function (plane, tileTable, target, scratch): Bᵀ d B (or Bᵀ d) of four tiles; the points lie `pointBytes` apart. */
export function emitTileInput(
  module: ModuleBuilder,
  { axes, rowBytes, dilation }: WinogradShape,
  pointBytes: number,
): FunctionRef {
  return module.function(4, (f, [plane, tileTable, target, scratch]) => {
    const tiles = [0, 1, 2, 3].map((lane) => f.i32(plane!.add(tileTable!.i32Load(lane * 4))));
    const d = f.v128s(TILE_IN);
    const rows = f.v128s(4);
    const locals = f.v128s(4);
    const pair: [LocalV128, LocalV128] = [locals[0]!, locals[1]!];
    const load = (offset: number) => {
      if (dilation === 1) loadRow(tiles, offset, rows, locals, d);
      else for (let c = 0; c < TILE_IN; c++) d[c]!.set(gatherLanes(tiles, offset + c * dilation * 4));
    };
    if (axes === 1) {
      load(0);
      emitInputTransform(d, pair, (j, value) => f.v128Store(target!, value, j * pointBytes));
      return;
    }
    for (let r = 0; r < TILE_IN; r++) {
      load(r * dilation * rowBytes);
      emitInputTransform(d, pair, (j, value) => f.v128Store(scratch!, value, (r * TILE_IN + j) * 16));
    }
    for (let j = 0; j < TILE_IN; j++) {
      for (let r = 0; r < TILE_IN; r++) d[r]!.set(scratch!.v128Load((r * TILE_IN + j) * 16));
      emitInputTransform(d, pair, (i, value) => f.v128Store(target!, value, (i * TILE_IN + j) * pointBytes));
    }
  });
}

/** Six neighbouring floats of each of four tiles, transposed: one vector for each column. */
function loadRow(
  tiles: readonly LocalI32[],
  offset: number,
  rows: readonly LocalV128[],
  locals: readonly LocalV128[],
  d: readonly LocalV128[],
): void {
  for (const [lane, tile] of tiles.entries()) rows[lane]!.set(tile.v128Load(offset));
  emitTranspose(rows, locals, (c, value) => d[c]!.set(value));
  const [t0, t1, t2, t3] = tiles as [LocalI32, LocalI32, LocalI32, LocalI32];
  rows[0]!.set(t1.v128LoadHalf(t0.v128Load64(offset + 16), 1, offset + 16));
  rows[1]!.set(t3.v128LoadHalf(t2.v128Load64(offset + 16), 1, offset + 16));
  d[4]!.set(rows[0]!.shuffle(rows[1]!, [0, 2, 4, 6]));
  d[5]!.set(rows[0]!.shuffle(rows[1]!, [1, 3, 5, 7]));
}

function gatherLanes([first, ...others]: readonly LocalI32[], offset: number): V128 {
  return others.reduce((into, tile, i) => tile.v128LoadLane(into, i + 1, offset), first!.v128Load32(offset));
}

/** Function (m, plane, tileTable, bias, scratch): Aᵀ M A (or Aᵀ M) + bias of four tiles, written where they belong. */
export function emitTileOutput(module: ModuleBuilder, shape: WinogradShape, pointBytes: number): FunctionRef {
  const { axes, epilogue, outputRowBytes, dilation } = shape;
  const rowCount = axes === 2 ? TILE_OUT : 1;
  const tables = winogradTables(shape);
  const toExtent = tables.tileExtent - tables.tileOutput;
  return module.function(5, (f, [m, plane, tileTable, bias, scratch]) => {
    const tiles = [0, 1, 2, 3].map((lane) => f.i32(plane!.add(tileTable!.i32Load(lane * 4))));
    const extents = [0, 1, 2, 3].map((lane) => tileTable!.i32Load(toExtent + lane * 4));
    const whole = rowCount + TILE_OUT * EXTENT_COLUMNS;
    const complete = f.i32(extents.map((extent) => extent.eq(whole)).reduce((all, one) => all.and(one)));
    const products = f.v128s(TILE_IN);
    const results = f.v128s(TILE_OUT);
    const locals = f.v128s(4);
    const biases = f.v128(bias!.v128LoadSplat());
    for (let j = 0; axes === 2 && j < TILE_IN; j++) {
      for (let i = 0; i < TILE_IN; i++) products[i]!.set(m!.v128Load((i * TILE_IN + j) * pointBytes));
      emitOutputTransform(products, locals, (i, value) =>
        f.v128Store(scratch!, value, (i * TILE_IN + j) * 16),
      );
    }
    for (let i = 0; i < rowCount; i++) {
      for (let j = 0; j < TILE_IN; j++) {
        products[j]!.set(
          axes === 2 ? scratch!.v128Load((i * TILE_IN + j) * 16) : m!.v128Load(j * pointBytes),
        );
      }
      emitOutputTransform(products, locals, (j, value) =>
        results[j]!.set(applyEpilogue(value.add(biases), epilogue)),
      );
      emitTranspose(results, locals, (lane, value) => products[lane]!.set(value));
      const store = (lane: number) =>
        storeRow(f, tiles[lane]!, products[lane]!, i * outputRowBytes * dilation, dilation);
      f.if(
        complete,
        () => [0, 1, 2, 3].forEach(store),
        () => {
          for (let lane = 0; lane < 4; lane++) {
            f.v128Store(scratch!, products[lane]!, HALF_BYTES + (lane * TILE_OUT + i) * 16);
          }
        },
      );
    }
    f.if(complete.eqz(), () => {
      for (const [lane, extent] of extents.entries()) {
        copyPart(f, shape, scratch!.add(HALF_BYTES + lane * TILE_OUT * 16), tiles[lane]!, f.i32(extent));
      }
    });
  });
}

function storeRow(f: FunctionBuilder, target: LocalI32, row: V128, offset: number, dilation: number): void {
  if (dilation === 1) f.v128Store(target, row, offset);
  else for (let lane = 0; lane < 4; lane++) f.v128StoreLane(target, row, lane, offset + lane * dilation * 4);
}

/** Writes only the part of a tile that lies inside the output. */
function copyPart(
  f: FunctionBuilder,
  { outputRowBytes, dilation }: WinogradShape,
  source: ReturnType<LocalI32["add"]>,
  target: LocalI32,
  extent: LocalI32,
): void {
  const from = f.i32(source);
  const row = f.i32(target);
  const rows = extent.remU(EXTENT_COLUMNS);
  const columns = f.i32(extent.divU(EXTENT_COLUMNS));
  f.range(0, rows, 1, () => {
    f.range(0, columns, 1, (c) => {
      f.f32Store(row.add(c.mul(dilation * 4)), from.add(c.shl(2)).f32Load());
    });
    row.increase(outputRowBytes * dilation);
    from.increase(16);
  });
}
