/**
 * What a hover shows: what went in, an arrow, and what came out of the layer, on one scale of colours.
 *
 *   [lake]  →  [24 of 64 maps, each 112 × 112]  |scale|
 */
import { encode } from "fast-png";
import { lines, number } from "./picture-lines.ts";
import { bar, tiles } from "./picture-tiles.ts";
import { resize } from "./resize.ts";
import { at, dataUri, INK, type Part, tag, text } from "./svg.ts";
import type { Drawn } from "./view.ts";

export interface Picture {
  readonly uri: string;
  readonly width: number;
  readonly height: number;
  readonly caption: string;
}

const WIDTH = 690;
const HEIGHT = 124;
const THUMB = 118;
const ARROW = 34;
const BAR = 78;
/** Letters of all pictures together: Markdown in an editor is cut at 100,000. */
const LETTERS = 88_000;
const THUMB_LETTERS = 24_000;

/** `input`: the first of the model; absent where the layer is shown alone. */
export function picture(
  input: { readonly name: string; readonly view: Drawn } | undefined,
  output: Drawn,
): Picture {
  const left = input && thumbnail(input.view);
  const room = {
    width: WIDTH - BAR - (left ? THUMB + ARROW : 0),
    height: HEIGHT,
    letters: LETTERS - (left ? left.body.length : 0),
  };
  const right = output.kind === "lines" ? lines(output, room) : tiles(output, room);
  const legend =
    "scale" in right ? bar(right, Math.max(48, Math.min(HEIGHT, right.height)), number) : undefined;
  const height = Math.max(right.height, left?.height ?? 0, legend?.height ?? 0);
  const start = left ? THUMB + ARROW : 0;
  const middle = (part: Part): number => (height - part.height) / 2;
  const body = [
    ...(left && input
      ? [
          at(0, middle(left), left),
          arrow(THUMB + 6, height / 2),
          text(0, height + 14, `${input.name} [${input.view.shape.join(", ")}]`),
        ]
      : []),
    at(start, middle(right), right),
    text(start, height + 14, right.caption),
    ...(legend ? [at(start + right.width + 8, middle(legend), legend)] : []),
  ];
  const width = start + Math.max(right.width + (legend ? BAR : 0), right.caption.length * 6);
  const all = { width: Math.min(WIDTH, Math.max(width, 60)), height: height + 19, body: body.join("") };
  return {
    uri: dataUri(all),
    width: Math.ceil(all.width),
    height: Math.ceil(all.height),
    caption: right.caption,
  };
}

const arrow = (x: number, y: number): string =>
  tag("path", {
    d: `M${x} ${y}h20m-5 -4l5 4l-5 4`,
    fill: "none",
    stroke: INK,
    "stroke-width": 1.5,
  });

/** Pictures in their own colours, everything else as it would be shown as an output. */
function thumbnail(given: Drawn): Part {
  const view = given.kind === "slices" ? middleSlice(given) : given;
  const [channels, height, width] = view.shape;
  if (view.kind === "maps" && height! * width! === 1)
    return renamed(tiles(view, { width: THUMB, height: THUMB, letters: THUMB_LETTERS }));
  if (view.kind !== "maps" || (channels !== 1 && channels !== 3))
    return view.kind === "lines"
      ? lines(firstOf(view, 3), { width: THUMB, height: 80 })
      : renamed(tiles(firstOf(view, 1), { width: THUMB, height: THUMB, letters: THUMB_LETTERS }));
  const scale = Math.min(THUMB / width!, THUMB / height!);
  const [shownWidth, shownHeight] = [width! * scale, height! * scale];
  const size = [
    Math.min(height!, Math.round(shownHeight * 1.2)),
    Math.min(width!, Math.round(shownWidth * 1.2)),
  ] as const;
  const png = encode(
    { width: size[1], height: size[0], channels, data: bytes(view, size) },
    { zlib: { level: 4 } },
  );
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  const style = { style: width! < shownWidth ? "image-rendering:pixelated" : "image-rendering:auto" };
  return {
    width: shownWidth,
    height: shownHeight,
    body: tag("image", { width: shownWidth, height: shownHeight, href, ...style }),
  };
}

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

/** The thumbnail's own tiles beside those of the output. */
const renamed = (part: Part): Part => ({
  ...part,
  body: part.body.replaceAll('id="t"', 'id="i"').replaceAll('"#t"', '"#i"'),
});
