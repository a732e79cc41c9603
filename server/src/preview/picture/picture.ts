/**
 * What a hover shows: what arrives at a layer, an arrow, and what leaves it, each on a scale of colours.
 *
 *   [6 maps of relu]  →  [16 of 64 maps, each 112 × 112]  |scale|
 */
import { encode } from "fast-png";
import { base64 } from "./base64.ts";
import type { Drawn } from "./drawn.ts";
import { lines } from "./lines.ts";
import { resize } from "./resize.ts";
import { short } from "./short.ts";
import { ANY_INK, at, dataUri, INK, type Part, tag, text } from "./svg.ts";
import { bar, tiles } from "./tiles.ts";

export interface Picture {
  readonly uri: string;
  readonly width: number;
  readonly height: number;
  readonly caption: string;
}
export interface Arriving {
  readonly name: string;
  readonly view: Drawn;
  /** Looked at as a picture: it is what the model is fed with. */
  readonly isPicture: boolean;
}

const WIDTH = 690;
const HEIGHT = 98;
/** Where a finding stands above the picture. */
const LOW = 48;
const ARROW = 34;
const BAR = 78;
const CAPTION = 17;
/** Width of what arrives: one tensor, or each of two. */
const THUMBS = [150, 100] as const;
/** Letters of all pictures together: Markdown in an editor is cut at 100,000. */
const LETTERS = 88_000;
const THUMB_LETTERS = 24_000;
const LETTER_WIDTH = 6;

export interface Look {
  readonly ink?: string | undefined;
  readonly isLow?: boolean | undefined;
}

/** `arriving`: the inputs of a layer, of which two are shown; none where a tensor is shown by itself. */
export function picture(
  arriving: readonly Arriving[],
  output: Drawn,
  { ink = ANY_INK, isLow = false }: Look = {},
): Picture {
  const most = isLow ? LOW : HEIGHT;
  const shown = arriving.slice(0, 2);
  const room = THUMBS[shown.length - 1] ?? 0;
  const lefts = shown.map((given, i) => ({ given, part: marked(thumbnail(given, room, most), i) }));
  const widths = lefts.map(({ part }) => Math.max(part.width, 60));
  const start = widths.reduce((sum, width) => sum + width + 8, 0) + (shown.length > 0 ? ARROW : 0);
  const space = {
    width: WIDTH - BAR - start,
    height: most,
    letters: LETTERS - lefts.reduce((sum, { part }) => sum + part.body.length, 0),
  };
  const right = output.kind === "lines" ? lines(output, space) : tiles(output, space);
  const legend =
    "scale" in right ? bar(right, Math.max(LOW, Math.min(most, right.height)), short) : undefined;
  const height = Math.max(right.height, legend?.height ?? 0, ...lefts.map(({ part }) => part.height));
  const middle = (part: Part): number => (height - part.height) / 2;
  const leftBodies = lefts.map(({ given, part }, i) => {
    const x = widths.slice(0, i).reduce((sum, width) => sum + width + 8, 0);
    const room = widths[i]! + (i === lefts.length - 1 ? ARROW : 4);
    const name = named(given, Math.floor(room / LETTER_WIDTH));
    return at(x, middle(part), part) + text(x, height + 13, name);
  });
  const body = [
    ...leftBodies,
    ...(shown.length > 0 ? [arrow(start - ARROW + 2, height / 2)] : []),
    at(start, middle(right), right),
    text(start, height + 13, right.caption),
    ...(legend ? [at(start + right.width + 8, middle(legend), legend)] : []),
  ];
  const width = start + Math.max(right.width + (legend ? BAR : 0), widthOf(right.caption));
  const all = { width: Math.min(WIDTH, Math.max(width, 60)), height: height + CAPTION, body: body.join("") };
  return {
    uri: dataUri(all, ink),
    width: Math.ceil(all.width),
    height: Math.ceil(all.height),
    caption: right.caption,
  };
}

/** A Chinese character is as wide as two letters. */
const widthOf = (words: string): number =>
  (words.length + (words.match(/[\u3000-\u9fff\uff00-\uffef]/g)?.length ?? 0)) * LETTER_WIDTH;

/** "relu [64, 56, 56]"; its shape alone, or in short, where there is less room. */
function named({ name, view: { shape } }: Arriving, letters: number): string {
  const whole = `${name} [${shape.join(", ")}]`;
  const fitting = [whole, `[${shape.join(", ")}]`, shape.join("×")].find((words) => words.length <= letters);
  return fitting ?? `${whole.slice(0, letters - 1)}…`;
}

const arrow = (x: number, y: number): string =>
  tag("path", {
    d: `M${x} ${y}h20m-5 -4l5 4l-5 4`,
    fill: "none",
    stroke: INK,
    "stroke-width": 1.5,
  });

/** Pictures in their own colours, everything else as it would be shown as an output. */
function thumbnail({ view: given, isPicture }: Arriving, width: number, height: number): Part {
  const view = given.kind === "slices" ? middleSlice(given) : given;
  const [channels, fromHeight, fromWidth] = view.shape;
  if (
    !isPicture ||
    view.kind !== "maps" ||
    fromHeight! * fromWidth! === 1 ||
    (channels !== 1 && channels !== 3)
  )
    return view.kind === "lines"
      ? lines(firstOf(view, 3), { width, height })
      : tiles(view, { width, height, letters: THUMB_LETTERS, most: MOST_ARRIVING });
  return photograph(view, width, height);
}
/** Few enough to be looked at. */
const MOST_ARRIVING = 6;

function photograph(view: Drawn, room: number, most: number): Part {
  const [channels, height, width] = view.shape as [number, number, number];
  const scale = Math.min(room / width, most / height);
  const [shownWidth, shownHeight] = [width * scale, height * scale];
  const size = [
    Math.min(height, Math.round(shownHeight * SHARP)),
    Math.min(width, Math.round(shownWidth * SHARP)),
  ] as const;
  const png = encode(
    { width: size[1], height: size[0], channels, data: bytes(view, size) },
    { zlib: { level: 4 } },
  );
  const href = `data:image/png;base64,${base64(png)}`;
  const style = { style: width < shownWidth ? "image-rendering:pixelated" : "image-rendering:auto" };
  return {
    width: shownWidth,
    height: shownHeight,
    body: tag("image", { width: shownWidth, height: shownHeight, href, ...style }),
  };
}

/** Pixels a pixel of the page: what screens have that are looked at closely. */
const SHARP = 1.6;

/** Values from the smallest to the largest as 32 levels a channel: more would only cost letters. */
function bytes({ shape, data }: Drawn, [height, width]: readonly [number, number]): Uint8Array {
  const [channels, fromHeight, fromWidth] = shape as [number, number, number];
  const sized = resize(data, channels, [fromHeight, fromWidth], [height, width]);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of sized) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // what lies in 0 … 1 is a picture as it is
  if (low >= 0 && high <= 1) [low, high] = [0, 1];
  const plane = height * width;
  const result = new Uint8Array(plane * channels);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < plane; i++) {
      const level = Math.round(((sized[c * plane + i]! - low) / (high - low || 1)) * 31) || 0;
      result[i * channels + c] = Math.round((level * 255) / 31);
    }
  return result;
}

/** Of a volume or a clip one picture. */
function middleSlice({ shape, data }: Drawn): Drawn {
  const [channels, depth, height, width] = shape as [number, number, number, number];
  const plane = height * width;
  const middle = new Float32Array(channels * plane);
  for (let c = 0; c < channels; c++) {
    const from = (c * depth + (depth >> 1)) * plane;
    middle.set(data.subarray(from, from + plane), c * plane);
  }
  return { kind: "maps", shape: [channels, height, width], data: middle };
}

function firstOf(view: Drawn, most: number): Drawn {
  const leading = Math.min(view.shape[0] ?? 1, view.kind === "strip" ? Number.POSITIVE_INFINITY : most);
  const inner = view.shape.slice(1).reduce((a, b) => a * b, 1);
  return { ...view, shape: [leading, ...view.shape.slice(1)], data: view.data.subarray(0, leading * inner) };
}

/** Each thumbnail has tiles of its own. */
const marked = (part: Part, i: number): Part => ({
  ...part,
  body: part.body.replaceAll('id="t"', `id="i${i}"`).replaceAll('"#t"', `"#i${i}"`),
});
