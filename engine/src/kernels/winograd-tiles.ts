/** Into and out of Winograd's domain, four tiles at a time: lane = tile. */
import type {
  FunctionBuilder,
  FunctionRef,
  I32,
  LocalI32,
  LocalV128,
  ModuleBuilder,
  V128,
} from "../wasm/index.ts";
import { adds, applyEpilogue, loadFloats } from "./arithmetic.ts";
import { type WinogradShape, winogradTables } from "./winograd-shape.ts";
import {
  emitInputTransform,
  emitOutputTransform,
  emitTranspose,
  transformLocals,
} from "./winograd-transform.ts";

/** Bytes of the half-transformed tiles, and of the outputs of four incomplete tiles behind them. */
function scratchParts({ filtering: { inputs, outputs, products } }: Pick<WinogradShape, "filtering">) {
  return { half: Math.max(inputs, outputs) * products * 16, tiles: 4 * outputs * outputs * 4 };
}

export function tileScratchBytes(shape: Pick<WinogradShape, "filtering">): number {
  const { half, tiles } = scratchParts(shape);
  return half + tiles;
}

/** A tile's extent in the table: valid rows, and columns times this. */
export const EXTENT_COLUMNS = 256;

/** Function (plane, tileTable, target, scratch): Bᵀ d B (or Bᵀ d) of four tiles; the points lie `pointBytes` apart. */
export function emitTileInput(
  module: ModuleBuilder,
  { axes, filtering, rowBytes, dilation }: WinogradShape,
  pointBytes: number,
): FunctionRef {
  const { inputs, products } = filtering;
  return module.function(4, (f, [plane, tileTable, target, scratch]) => {
    const tiles = [0, 1, 2, 3].map((lane) => f.i32(plane!.add(tileTable!.i32Load(lane * 4))));
    const d = f.v128s(inputs);
    const rows = f.v128s(4);
    const locals = f.v128s(4);
    const temporaries = transformLocals(f, filtering);
    const load = (offset: number) => {
      if (dilation === 1) loadRow(tiles, offset, rows, locals, d);
      else for (const [c, column] of d.entries()) column.set(gatherLanes(tiles, offset + c * dilation * 4));
    };
    if (axes === 1) {
      load(0);
      emitInputTransform(filtering, d, temporaries, (j, value) =>
        f.v128Store(target!, value, j * pointBytes),
      );
      return;
    }
    for (let r = 0; r < inputs; r++) {
      load(r * dilation * rowBytes);
      emitInputTransform(filtering, d, temporaries, (j, value) =>
        f.v128Store(scratch!, value, (r * products + j) * 16),
      );
    }
    for (let j = 0; j < products; j++) {
      for (const [r, row] of d.entries()) row.set(scratch!.v128Load((r * products + j) * 16));
      emitInputTransform(filtering, d, temporaries, (i, value) =>
        f.v128Store(target!, value, (i * products + j) * pointBytes),
      );
    }
  });
}

/** Neighbouring floats of each of four tiles, transposed: one vector for each column. Nothing behind them is read. */
function loadRow(
  tiles: readonly LocalI32[],
  offset: number,
  rows: readonly LocalV128[],
  locals: readonly LocalV128[],
  d: readonly LocalV128[],
): void {
  const [t0, t1, t2, t3] = tiles as [LocalI32, LocalI32, LocalI32, LocalI32];
  let done = 0;
  for (; done + 4 <= d.length; done += 4) {
    for (const [lane, tile] of tiles.entries()) rows[lane]!.set(tile.v128Load(offset + done * 4));
    const first = done;
    emitTranspose(rows, locals, (c, value) => d[first + c]!.set(value));
  }
  if (done + 2 <= d.length) {
    const at = offset + done * 4;
    rows[0]!.set(t1.v128LoadHalf(t0.v128Load64(at), 1, at));
    rows[1]!.set(t3.v128LoadHalf(t2.v128Load64(at), 1, at));
    d[done]!.set(rows[0]!.shuffle(rows[1]!, [0, 2, 4, 6]));
    d[done + 1]!.set(rows[0]!.shuffle(rows[1]!, [1, 3, 5, 7]));
    done += 2;
  }
  if (done < d.length) d[done]!.set(gatherLanes(tiles, offset + done * 4));
}

function gatherLanes([first, ...others]: readonly LocalI32[], offset: number): V128 {
  return others.reduce((into, tile, i) => tile.v128LoadLane(into, i + 1, offset), first!.v128Load32(offset));
}

/**
 * Function (m, plane, tileTable, bias, scratch, toOther): Aᵀ M A (or Aᵀ M) + bias of four tiles, written where they belong.
 * `toOther`, where the epilogue adds, are the bytes from the output to what is added.
 */
export function emitTileOutput(module: ModuleBuilder, shape: WinogradShape, pointBytes: number): FunctionRef {
  const { axes, epilogue, filtering, outputRowBytes, dilation } = shape;
  const { outputs, products } = filtering;
  const rowCount = axes === 2 ? outputs : 1;
  const tables = winogradTables(shape);
  const toExtent = tables.tileExtent - tables.tileOutput;
  const isSum = adds(epilogue);
  return module.function(isSum ? 6 : 5, (f, [m, plane, tileTable, bias, scratch, toOther]) => {
    const tiles = [0, 1, 2, 3].map((lane) => f.i32(plane!.add(tileTable!.i32Load(lane * 4))));
    const extents = [0, 1, 2, 3].map((lane) => tileTable!.i32Load(toExtent + lane * 4));
    const whole = rowCount + outputs * EXTENT_COLUMNS;
    const complete = f.i32(extents.map((extent) => extent.eq(whole)).reduce((all, one) => all.and(one)));
    const forms = f.v128s(products);
    const results = f.v128s(outputs);
    const locals = f.v128s(4);
    const temporaries = transformLocals(f, filtering);
    const biases = f.v128(bias!.v128LoadSplat());
    const parts = scratchParts(shape);
    const tileBytes = outputs * outputs * 4;
    for (let j = 0; axes === 2 && j < products; j++) {
      for (const [i, form] of forms.entries()) form.set(m!.v128Load((i * products + j) * pointBytes));
      emitOutputTransform(filtering, forms, temporaries, (i, value) =>
        f.v128Store(scratch!, value, (i * products + j) * 16),
      );
    }
    for (let i = 0; i < rowCount; i++) {
      for (const [j, form] of forms.entries()) {
        form.set(axes === 2 ? scratch!.v128Load((i * products + j) * 16) : m!.v128Load(j * pointBytes));
      }
      emitOutputTransform(filtering, forms, temporaries, (j, value) =>
        results[j]!.set(isSum ? value.add(biases) : applyEpilogue(value.add(biases), epilogue)),
      );
      forLanes(results, locals, forms, (column, values) => {
        const store =
          (
            target: (lane: number) => LocalI32,
            offset: (lane: number) => number,
            step: number,
            finish: (value: V128, lane: number, at: number) => V128,
          ) =>
          () => {
            for (const [lane, value] of values.entries()) {
              const at = offset(lane) + column * step * 4;
              storePart(f, target(lane), finish(value, lane, at), outputs, at, step);
            }
          };
        const sum = (value: V128, lane: number, at: number) =>
          f.v128(
            applyEpilogue(value.add(loadPart(tiles[lane]!.add(toOther!), outputs, at, dilation)), epilogue),
          );
        const inPlace = store(
          (lane) => tiles[lane]!,
          () => i * outputRowBytes * dilation,
          dilation,
          isSum ? sum : (value) => value,
        );
        const aside = store(
          () => scratch!,
          (lane) => parts.half + lane * tileBytes + i * outputs * 4,
          1,
          (value) => value,
        );
        f.if(complete, inPlace, aside);
      });
    }
    f.if(complete.eqz(), () => {
      for (const [lane, extent] of extents.entries()) {
        const from = scratch!.add(parts.half + lane * tileBytes);
        copyPart(f, shape, from, tiles[lane]!, f.i32(extent), isSum ? toOther! : null);
      }
    });
  });
}

/** Visits the four tiles' outputs of a row, four (or all two) side by side, from a column on. */
function forLanes(
  results: readonly LocalV128[],
  locals: readonly LocalV128[],
  rows: readonly LocalV128[],
  visit: (column: number, values: readonly V128[]) => void,
): void {
  if (results.length === 2) {
    const [r0, r1] = results as [LocalV128, LocalV128];
    const values = [0, 1, 2, 3].map((lane) => r0.shuffle(r1, [lane, lane + 4, lane, lane + 4]));
    visit(0, values);
    return;
  }
  for (let column = 0; column < results.length; column += 4) {
    emitTranspose(results.slice(column, column + 4), locals, (lane, value) => rows[lane]!.set(value));
    visit(column, rows.slice(0, 4));
  }
}

/** Stores a tile's two outputs, or four of them, `step` floats apart. */
function storePart(
  f: FunctionBuilder,
  target: LocalI32,
  value: V128,
  outputs: number,
  offset: number,
  step: number,
): void {
  if (step > 1)
    for (let lane = 0; lane < Math.min(4, outputs); lane++)
      f.v128StoreLane(target, value, lane, offset + lane * step * 4);
  else if (outputs === 2) f.v128StoreHalf(target, value, 0, offset);
  else f.v128Store(target, value, offset);
}

/** A tile's two outputs, or four of them, `step` floats apart. */
function loadPart(source: I32, outputs: number, offset: number, step: number): V128 {
  if (step === 1) return loadFloats(source, outputs === 2 ? 2 : 4, offset);
  return Array.from({ length: Math.min(4, outputs) - 1 }, (_, i) => i + 1).reduce(
    (into, lane) => source.v128LoadLane(into, lane, offset + lane * step * 4),
    source.v128Load32(offset),
  );
}

/** Writes only the part of a tile that lies inside the output, what is added to it included. */
function copyPart(
  f: FunctionBuilder,
  { filtering: { outputs }, outputRowBytes, dilation, epilogue }: WinogradShape,
  source: ReturnType<LocalI32["add"]>,
  target: LocalI32,
  extent: LocalI32,
  toOther: LocalI32 | null,
): void {
  const from = f.i32(source);
  const row = f.i32(target);
  const rows = extent.remU(EXTENT_COLUMNS);
  const columns = f.i32(extent.divU(EXTENT_COLUMNS));
  f.range(0, rows, 1, () => {
    f.range(0, columns, 1, (c) => {
      const to = f.i32(row.add(c.mul(dilation * 4)));
      const value = from.add(c.shl(2));
      if (!toOther) f.f32Store(to, value.f32Load());
      else {
        const sum = value.v128Load32().add(to.add(toOther).v128Load32());
        f.v128StoreLane(to, applyEpilogue(sum, epilogue), 0);
      }
    });
    row.increase(outputRowBytes * dilation);
    from.increase(outputs * 4);
  });
}
