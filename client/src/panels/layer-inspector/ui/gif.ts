/** The moving window as a GIF: the input with its window on the left, the output on the right as it comes to be. */
import type { Cell } from "@convlens/server/protocol";
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import { scaleOfPlane } from "../../ui/colour-map.ts";
import { drawMap } from "../../ui/draw-map.ts";
import { type Planes, type Spot, spotOf } from "../../ui/tensor.ts";
import { themeColour } from "../../ui/theme.ts";

const SIDE = 220; // pixels of each map
const GAP = 16;
const COLOURS = 128;

/** Base64. */
export function gifOf(
  input: Planes,
  output: Planes,
  steps: readonly { readonly spot: Spot; readonly cell: Cell }[],
  delay: number,
): string {
  const sheet = document.createElement("canvas");
  sheet.width = 2 * SIDE + 3 * GAP;
  sheet.height = SIDE + 2 * GAP;
  const context = sheet.getContext("2d", { willReadFrequently: true })!;
  const margin = marginOf(input, steps);
  const encoder = GIFEncoder();
  const done: Spot[] = [];
  for (const { spot, cell } of steps) {
    done.push(spot);
    context.fillStyle = themeColour("editor-background", "#ffffff");
    context.fillRect(0, 0, sheet.width, sheet.height);
    const window = cell.terms.map((term) => spotOf(input, term.input));
    const { map = 0, slice = 0 } = window[0] ?? {};
    const taps = window.filter((tap) => tap.map === map && tap.slice === slice);
    context.drawImage(
      drawn(input, { map, slice, margin, window: taps, cell: undefined }),
      ...[GAP, GAP, SIDE, SIDE],
    );
    context.drawImage(
      drawn(output, { map: spot.map, slice: spot.slice, margin: [0, 0], window: [], cell: spot }),
      ...[2 * GAP + SIDE, GAP, SIDE, SIDE],
    );
    veil(context, output, done);
    const { data } = context.getImageData(0, 0, sheet.width, sheet.height);
    const palette = quantize(data, COLOURS);
    encoder.writeFrame(applyPalette(data, palette), sheet.width, sheet.height, { palette, delay });
  }
  encoder.finish();
  return base64(encoder.bytes());
}

type Drawing = Omit<Parameters<typeof drawMap>[1], "planes" | "scale">;

function drawn(planes: Planes, drawing: Drawing): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  drawMap(canvas, { ...drawing, planes, scale: scaleOfPlane(planes, drawing.map, drawing.slice) });
  return canvas;
}

/** Output values that are not computed yet are not seen. */
function veil(context: CanvasRenderingContext2D, { rows, cols }: Planes, done: readonly Spot[]): void {
  const last = done.at(-1)!;
  const [width, height] = [SIDE / cols, SIDE / rows];
  const [x, y] = [2 * GAP + SIDE, GAP];
  context.fillStyle = themeColour("editor-background", "#ffffff");
  const below = (last.row + 1) * height;
  context.fillRect(x, y + below, SIDE, SIDE - below);
  const right = (last.col + 1) * width;
  context.fillRect(x + right, y + last.row * height, SIDE - right, height);
  context.strokeStyle = themeColour("descriptionForeground", "#888888");
  context.strokeRect(x, y, SIDE, SIDE);
}

/** How far windows reach into the padding. */
function marginOf(input: Planes, steps: readonly { readonly cell: Cell }[]): readonly [number, number] {
  let [above, aside] = [0, 0];
  for (const { cell } of steps)
    for (const term of cell.terms) {
      if (!term.padded) continue;
      const { row, col } = spotOf(input, term.input);
      above = Math.max(above, -row, row - input.rows + 1);
      aside = Math.max(aside, -col, col - input.cols + 1);
    }
  return [above, aside];
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
