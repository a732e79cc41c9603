/**
 * How a tensor is drawn: as a row of maps, of lines, of slices, or as one strip of cells.
 *
 *   tilesOf([1, 16, 30, 30])   // 16 maps of 30 × 30
 *   tilesOf([1, 10])           // one strip of 10 cells
 */

/** A picture to draw: `count` tiles, each `height` × `width` values, found at `offset(tile)` in the tensor's data. */
export interface Tiles {
  readonly kind: "maps" | "lines" | "slices" | "strip";
  readonly count: number; // tiles drawn
  readonly of: number; // tiles there are
  readonly height: number;
  readonly width: number;
  offset(tile: number): number;
}

/** Tiles of the first batch item, at most `most` of them. Axis 0 is the batch, axis 1 the channels, the rest is space. */
export function tilesOf(shape: readonly number[], most: number): Tiles {
  const [, channels = 1, ...space] = shape.length > 1 ? shape : [1, ...shape];
  const plane = space.reduce((a, b) => a * b, 1);
  if (space.length === 0) {
    return { kind: "strip", count: 1, of: 1, height: 1, width: channels, offset: () => 0 };
  }
  if (space.length === 1) {
    // [N, C, L] and also [N, tokens, features]: few rows are lines, many are a matrix
    if (channels > 32) return { kind: "strip", count: 1, of: 1, height: channels, width: plane, offset: () => 0 };
    return { kind: "lines", count: Math.min(channels, most), of: channels, height: 1, width: plane, offset: (t) => t * plane };
  }
  const [height, width] = space.slice(-2) as [number, number];
  const slices = plane / (height * width || 1);
  const of = channels * slices;
  return {
    kind: space.length === 2 ? "maps" : "slices",
    count: Math.min(of, most),
    of,
    height,
    width,
    offset: (t) => t * height * width,
  };
}

/** Columns and rows of a grid of `count` tiles of the given size that comes closest to `aspect` (width / height). */
export function gridOf(count: number, tileWidth: number, tileHeight: number, aspect: number): { columns: number; rows: number } {
  const columns = Math.max(1, Math.min(count, Math.round(Math.sqrt((count * aspect * tileHeight) / tileWidth))));
  return { columns, rows: Math.ceil(count / columns) };
}
