/**
 * A tensor that was sent, as planes to draw: maps, each of one or more slices, each of rows and columns.
 *
 *   maps [C, H, W]: C maps of 1 slice · slices [C, D, H, W]: C maps of D slices · lines [C, L]: C maps of 1 row
 *   strip [rows, F]: 1 map; a single row is wrapped to be seen
 */
import type { TensorView } from "@convlens/server/protocol";

export interface Planes {
  readonly view: TensorView;
  readonly values: Float32Array;
  readonly maps: number;
  readonly slices: number;
  readonly rows: number;
  readonly cols: number;
}

/** A value's place in the planes. */
export interface Spot {
  readonly map: number;
  readonly slice: number;
  readonly row: number;
  readonly col: number;
}

const WRAPPED = 48; // columns

export function planesOf(view: TensorView): Planes {
  const values = decoded(view.data);
  const { kind, sent } = view;
  const last = sent.at(-1) ?? 1;
  if (kind === "lines")
    return { view, values, maps: product(sent.slice(0, -1)), slices: 1, rows: 1, cols: last };
  if (kind === "strip") {
    const rows = product(sent.slice(0, -1));
    const wraps = rows === 1 && last > WRAPPED;
    const cols = wraps ? WRAPPED : last;
    return { view, values, maps: 1, slices: 1, rows: wraps ? Math.ceil(last / cols) : rows, cols };
  }
  const rows = sent.at(-2) ?? 1;
  const maps = sent.length > 2 ? sent[0]! : 1;
  return { view, values, maps, slices: product(sent.slice(1, -2)), rows, cols: last };
}

/** Where the value at a spot lies in `values`. */
export const flatOf = ({ slices, rows, cols }: Planes, { map, slice, row, col }: Spot): number =>
  ((map * slices + slice) * rows + row) * cols + col;

export const valueAt = (planes: Planes, spot: Spot): number | undefined =>
  planes.values[flatOf(planes, spot)];

/** The tensor's index (without batch) of a spot. */
export function indexOf(planes: Planes, spot: Spot): number[] {
  let rest = flatOf(planes, spot);
  return planes.view.sent
    .toReversed()
    .map((size) => {
      const at = rest % size;
      rest = (rest - at) / size;
      return at;
    })
    .toReversed();
}

/** The spot of a tensor's index (without batch), which may lie outside of the planes where it was padded. */
export function spotOf({ view, cols }: Planes, index: readonly number[]): Spot {
  const { sent, kind } = view;
  const last = index.at(-1) ?? 0;
  const ravel = (from: number, to: number): number =>
    index.slice(from, to).reduce((flat, at, i) => flat * sent[from + i]! + at, 0);
  if (kind === "lines") return { map: ravel(0, index.length - 1), slice: 0, row: 0, col: last };
  if (kind === "strip") {
    const flat = ravel(0, index.length - 1) * (sent.at(-1) ?? 1) + last;
    return { map: 0, slice: 0, row: Math.floor(flat / cols), col: flat % cols };
  }
  const head = index.length > 2 ? index[0]! : 0;
  return { map: head, slice: ravel(1, index.length - 2), row: index.at(-2) ?? 0, col: last };
}

/** The spot in the middle of a map. */
export const middleOf = ({ slices, rows, cols }: Planes, map = 0): Spot => ({
  map,
  slice: slices >> 1,
  row: rows >> 1,
  col: cols >> 1,
});

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Base64 of little-endian float32. */
function decoded(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Float32Array(bytes.buffer, 0, bytes.length >> 2);
}
