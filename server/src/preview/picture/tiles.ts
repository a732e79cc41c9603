/**
 * Tensors as tiles of colour: feature maps in a grid, slices of volumes, matrices and vectors as heat maps. All tiles of
 * a picture are one PNG, of which each tile shows its part.
 */
import { encode } from "fast-png";
import { t } from "../../texts/language.ts";
import { base64 } from "./base64.ts";
import { type Scale, STEPS, scaleOf, scalesOf } from "./colour.ts";
import type { Drawn } from "./drawn.ts";
import { resize } from "./resize.ts";
import { type Part, tag, text } from "./svg.ts";

export interface Tiles extends Part {
  readonly scale: Scale;
  readonly ownScales: boolean; // each tile from its lowest to its highest value
  readonly caption: string; // "24 of 64 maps, each 112 × 112"
}
interface Room {
  readonly width: number;
  readonly height: number;
  /** Letters that the picture may take. */
  readonly letters: number;
  /** Tiles at most. */
  readonly most?: number;
}

const GAP = 3;
const MOST_TILES = 16;
const SLICES = 8;

export function tiles({ kind, shape, data }: Drawn, room: Room): Tiles {
  if (kind === "strip" || shape.length < 3) return heat(shape, data, room);
  const [height, width] = shape.slice(-2) as [number, number];
  const [channels, depth] = [shape[0]!, shape.length > 3 ? shape[1]! : 1];
  if (height * width * depth === 1) return heat([channels], data, room);
  const grid = gridFor(channels, depth, width / height, room);
  const plane = height * width;
  const planes = grid.cells.map(([c, d]) => {
    const from = (c * depth + d) * plane;
    return data.subarray(from, from + plane);
  });
  const scales = scalesOf(planes);
  const sprite = spriteOf(planes, [height, width], [grid.height, grid.width], scales.each, room.letters);
  const parts = grid.cells.map((_, i) =>
    shown(sprite, i, grid.places[i]!, { width: grid.width, height: grid.height }),
  );
  const size = `${height} × ${width}`;
  const counted =
    depth > 1
      ? t("{0} of {1} channels, {2} of {3} slices, each {4}", grid.rows, channels, grid.columns, depth, size)
      : grid.cells.length < channels
        ? t("{0} of {1} maps, each {2}", grid.cells.length, channels, size)
        : channels === 1
          ? t("one map, {0}", size)
          : t("{0} maps, each {1}", channels, size);
  return {
    width: grid.fullWidth,
    height: grid.fullHeight,
    body: sprite.definition + parts.join(""),
    scale: scales.shared,
    ownScales: scales.own,
    caption: scales.own ? t("{0}, on scales of their own", counted) : counted,
  };
}

interface Grid {
  readonly cells: readonly (readonly [channel: number, depth: number])[];
  readonly places: readonly (readonly [x: number, y: number])[];
  readonly rows: number;
  readonly columns: number;
  readonly width: number; // of a tile
  readonly height: number;
  readonly fullWidth: number;
  readonly fullHeight: number;
}

/** Rows and columns in which the tiles are largest; of volumes a row a channel and a column a slice. */
function gridFor(channels: number, depth: number, aspect: number, room: Room): Grid {
  const volume = depth > 1;
  const shown = volume ? Math.min(SLICES, depth) : Math.min(room.most ?? MOST_TILES, channels);
  const layouts = [1, 2, 3, 4]
    .slice(0, volume ? Math.min(2, channels) : undefined)
    .map((rows) => layout(rows, volume ? shown : Math.ceil(shown / rows), aspect, room));
  const { rows, columns, width, height } = volume
    ? layouts.at(-1)!
    : layouts.reduce((best, next) => (next.height > best.height ? next : best));
  const cells: (readonly [number, number])[] = [];
  const places: (readonly [number, number])[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const channel = volume ? row : row * columns + column;
      if (channel >= channels) continue;
      cells.push([channel, volume ? Math.floor((column * depth) / columns) : 0]);
      places.push([column * (width + GAP), row * (height + GAP)]);
    }
  return {
    cells,
    places,
    rows,
    columns,
    width,
    height,
    fullWidth: columns * (width + GAP) - GAP,
    fullHeight: rows * (height + GAP) - GAP,
  };
}

function layout(rows: number, columns: number, aspect: number, room: Room) {
  const height = Math.min(
    (room.height - GAP * (rows - 1)) / rows,
    (room.width - GAP * (columns - 1)) / columns / aspect,
  );
  return { rows, columns, width: Math.max(2, height * aspect), height: Math.max(2, height) };
}

/** Of a vector in one row. */
const LEAST_CELL = 12;

/** A matrix as it lies, a vector in as many lines as it fills. */
function heat(shape: readonly number[], data: Float32Array, room: Room): Tiles {
  const vector = shape.length < 2;
  const count = shape.at(-1) ?? 1;
  const scale = scaleOf(data);
  const oneRow = count <= room.width / LEAST_CELL;
  const across = vector && !oneRow ? Math.ceil(Math.sqrt(count * (room.width / 90))) : count;
  const down = vector ? Math.ceil(count / across) : shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const cells = new Float32Array(across * down).fill(Number.NaN);
  cells.set(data.subarray(0, cells.length));
  const cell = Math.min(24, room.width / across);
  const width = Math.max(Math.min(room.width, 40), across * cell);
  const height = Math.min(
    room.height,
    Math.max(12, down * (vector ? cell : Math.min(24, room.height / down))),
  );
  const sprite = spriteOf([cells], [down, across], [height, width], [scale], room.letters);
  const caption = vector ? t("{0} values", count) : `${down} × ${count}`;
  return {
    width,
    height,
    body: sprite.definition + shown(sprite, 0, [0, 0], { width, height }),
    scale,
    ownScales: false,
    caption,
  };
}

interface Sprite {
  readonly definition: string;
  readonly tile: { readonly width: number; readonly height: number };
}

/** All planes below each other: as sharp as the screen shows them, or as the letters allow. */
function spriteOf(
  planes: readonly Float32Array[],
  size: readonly [number, number],
  shownAt: readonly [number, number],
  scales: readonly Scale[],
  letters: number,
): Sprite {
  const pixels = planes.length * shownAt[0] * shownAt[1];
  // twice as sharp for screens with small pixels; then as sharp as the letters turn out to allow
  let sharpness = Math.min(2, Math.sqrt((letters * PIXELS_A_LETTER) / pixels));
  for (;;) {
    const [height, width] = size.map((own, i) =>
      Math.max(1, Math.min(own, Math.round(shownAt[i]! * sharpness))),
    ) as [number, number];
    const png = encodeTiles(planes, size, [height, width], scales);
    const href = `data:image/png;base64,${base64(png)}`;
    if (href.length > letters && height * width > 16) {
      sharpness =
        Math.min(height / shownAt[0], width / shownAt[1], sharpness) *
        0.95 *
        Math.sqrt(letters / href.length);
      continue;
    }
    const enlarged = size[0] === height && size[1] === width;
    const definition = tag(
      "defs",
      {},
      tag("image", {
        id: "t",
        width,
        height: height * planes.length,
        href,
        ...(enlarged && { style: "image-rendering:pixelated" }),
      }),
    );
    return { definition, tile: { width, height } };
  }
}

/** What compression makes of feature maps, about. */
const PIXELS_A_LETTER = 1.5;

function encodeTiles(
  planes: readonly Float32Array[],
  from: readonly [number, number],
  [height, width]: readonly [number, number],
  scales: readonly Scale[],
): Uint8Array {
  const plane = height * width;
  const data = new Uint8Array(planes.length * plane);
  for (const [i, values] of planes.entries()) {
    const sized = resize(values, 1, from, [height, width]);
    for (let k = 0; k < plane; k++)
      data[i * plane + k] = sized[k]! - sized[k]! === 0 ? 1 + scales[i]!.step(sized[k]!) : 0;
  }
  // what is no number stays clear; the clear colour stands first, as the format wants it
  const palette: [number, number, number, number][] = [
    [0, 0, 0, 0],
    ...scales[0]!.palette.map(([r, g, b]): [number, number, number, number] => [r, g, b, 255]),
  ];
  return encode(
    { width, height: height * planes.length, data, channels: 1, palette },
    { zlib: { level: 4 } },
  );
}

/** The i-th tile of the sprite. */
function shown(
  { tile }: Sprite,
  i: number,
  [x, y]: readonly [number, number],
  size: { readonly width: number; readonly height: number },
): string {
  return tag(
    "svg",
    {
      x,
      y,
      ...size,
      viewBox: `0 ${i * tile.height} ${tile.width} ${tile.height}`,
      preserveAspectRatio: "none",
    },
    tag("use", { href: "#t" }),
  );
}

/** The colours from low (bottom) to high (top), with the numbers at their ends. */
export function bar({ scale, ownScales }: Tiles, height: number, label: (value: number) => string): Part {
  const { palette, low, high } = scale;
  const stops = palette.map(([r, g, b], i) =>
    tag("stop", { offset: i / (STEPS - 1), "stop-color": `rgb(${r},${g},${b})` }),
  );
  const gradient = tag(
    "linearGradient",
    { id: "b", x1: 0, y1: 1, x2: 0, y2: 0 },
    ...stops.filter((_, i) => i % 9 === 0),
  );
  const zero = low < 0 && high > 0 && !ownScales ? height * (high / (high - low)) : undefined;
  const body = [
    tag("defs", {}, gradient),
    tag("rect", { width: 8, height, fill: "url(#b)" }),
    text(14, 9, ownScales ? t("highest") : label(high)),
    text(14, height, ownScales ? t("lowest") : label(low)),
    ...(zero !== undefined && zero > 20 && zero < height - 16 ? [text(14, zero + 4, label(0))] : []),
  ];
  return { width: 68, height, body: body.join("") };
}
