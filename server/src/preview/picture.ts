/**
 * The picture of a tensor: its maps in a grid under one perceptual colour scale, as a PNG.
 *
 *   const png = drawTensor({ data, shape: [1, 16, 30, 30] }, { width: 320, height: 160, dark: true });
 */
import { encode } from "fast-png";
import { gridOf, type Tiles, tilesOf } from "./layout.ts";
import { colourOf, type Rgb } from "./palette.ts";

export interface Drawable {
  readonly data: Float32Array;
  readonly shape: readonly number[]; // with the batch axis; its first item is drawn
}
export interface Frame {
  readonly width: number; // device pixels
  readonly height: number;
  readonly dark: boolean;
  /** Red, green and blue planes are shown as the picture they are. */
  readonly photo?: boolean;
}
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly tiles: number; // drawn
  readonly of: number; // there are
}

const GAP = 2; // pixels between tiles
const MOST_TILES = 64;

/** Draws the first batch item inside of `frame`; the picture is as large as its tiles need, at most the frame. */
export function drawTensor(tensor: Drawable, frame: Frame): Picture {
  const photo = frame.photo && tensor.shape.length === 4 && tensor.shape[1] === 3;
  const tiles = tilesOf(tensor.shape, photo ? 1 : MOST_TILES);
  const { columns, rows } = gridOf(tiles.count, tiles.width, tileAspectHeight(tiles), frame.width / frame.height);
  const cellWidth = fit(frame.width, columns, tiles.width);
  const cellHeight = tiles.kind === "lines" ? lineHeight(frame, rows) : fit(frame.height, rows, tiles.height);
  const [w, h] = tiles.kind === "lines" ? [cellWidth, cellHeight] : keepAspect(tiles, cellWidth, cellHeight);
  const canvas = new Canvas(columns * (w + GAP) - GAP, rows * (h + GAP) - GAP);
  const range = rangeOf(tensor.data.subarray(0, itemLength(tensor.shape)));
  for (let tile = 0; tile < tiles.count; tile++) {
    const left = (tile % columns) * (w + GAP);
    const top = Math.floor(tile / columns) * (h + GAP);
    const values = tensor.data.subarray(tiles.offset(tile), tiles.offset(tile) + tiles.height * tiles.width);
    if (tiles.kind === "lines") drawLine(canvas, values, range, left, top, w, h, frame.dark);
    else if (photo) drawPhoto(canvas, tensor.data, tiles, w, h);
    else drawMap(canvas, values, tiles, range, left, top, w, h);
  }
  const png = encode({ width: canvas.width, height: canvas.height, data: canvas.pixels, channels: 4 });
  return { png, width: canvas.width, height: canvas.height, tiles: tiles.count, of: tiles.of };
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** The scale of the whole picture: all tiles share it, so that they compare. */
function rangeOf(data: Float32Array): Range {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of data) {
    if (value < min && value > Number.NEGATIVE_INFINITY) min = value;
    if (value > max && value < Number.POSITIVE_INFINITY) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

const unit = (value: number, { min, max }: Range): number => (max > min ? (value - min) / (max - min) : 0.5);
const itemLength = (shape: readonly number[]): number => shape.slice(1).reduce((a, b) => a * b, 1);
const tileAspectHeight = (tiles: Tiles): number => (tiles.kind === "lines" ? tiles.width / 6 : tiles.height);
const lineHeight = (frame: Frame, rows: number): number => Math.max(8, Math.floor((frame.height + GAP) / rows) - GAP);

/** Pixels for one of `count` tiles along an axis: whole multiples of its cells when there is room. */
function fit(room: number, count: number, cells: number): number {
  const pixels = Math.max(1, Math.floor((room + GAP) / count) - GAP);
  return cells > 0 && pixels >= cells ? Math.floor(pixels / cells) * cells : pixels;
}

function keepAspect(tiles: Tiles, width: number, height: number): [number, number] {
  if (tiles.kind === "strip" || tiles.width === 0 || tiles.height === 0) return [width, Math.min(height, Math.max(12, height))];
  const scale = Math.min(width / tiles.width, height / tiles.height);
  return [Math.max(1, Math.round(tiles.width * scale)), Math.max(1, Math.round(tiles.height * scale))];
}

function drawMap(canvas: Canvas, values: Float32Array, tiles: Tiles, range: Range, left: number, top: number, w: number, h: number): void {
  for (let y = 0; y < h; y++) {
    const row = Math.floor((y * tiles.height) / h) * tiles.width;
    for (let x = 0; x < w; x++) {
      const value = values[row + Math.floor((x * tiles.width) / w)]!;
      canvas.set(left + x, top + y, colourOf(unit(value, range), value));
    }
  }
}

/** One line a channel: for each pixel column the span of the values that fall into it. */
function drawLine(canvas: Canvas, values: Float32Array, range: Range, left: number, top: number, w: number, h: number, dark: boolean): void {
  const ink: Rgb = dark ? [90, 200, 250] : [0, 90, 160];
  const at = (value: number): number => top + Math.round((1 - unit(value, range)) * (h - 1));
  for (let x = 0; x < w; x++) {
    const from = Math.floor((x * values.length) / w);
    const to = Math.max(from + 1, Math.floor(((x + 1) * values.length) / w) + 1);
    const span = rangeOf(values.subarray(from, Math.min(to, values.length)));
    for (let y = at(span.max); y <= at(span.min); y++) canvas.set(left + x, y, ink);
  }
}

function drawPhoto(canvas: Canvas, data: Float32Array, tiles: Tiles, w: number, h: number): void {
  const plane = tiles.height * tiles.width;
  const byte = (value: number): number => Math.max(0, Math.min(255, Math.round(value * 255)));
  for (let y = 0; y < h; y++) {
    const row = Math.floor((y * tiles.height) / h) * tiles.width;
    for (let x = 0; x < w; x++) {
      const i = row + Math.floor((x * tiles.width) / w);
      canvas.set(x, y, [byte(data[i]!), byte(data[plane + i]!), byte(data[2 * plane + i]!)]);
    }
  }
}

/** RGBA pixels, transparent where nothing was drawn: the gaps take the editor's own background. */
class Canvas {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    this.pixels = new Uint8Array(this.width * this.height * 4);
  }

  set(x: number, y: number, [r, g, b]: Rgb): void {
    const at = (y * this.width + x) * 4;
    this.pixels[at] = r;
    this.pixels[at + 1] = g;
    this.pixels[at + 2] = b;
    this.pixels[at + 3] = 255;
  }
}
