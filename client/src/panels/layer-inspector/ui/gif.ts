/** The moving window as a GIF: the input with its window on the left, the output on the right as it comes to be. */
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { Planes, Spot } from "../../ui/tensor.ts";
import { themeColour } from "../../ui/theme.ts";
import { drawn, GAP, marginOf, SIDE, type Step, tapsOf } from "./moving-window.ts";

const COLOURS = 128;

/** Base64. */
export function gifOf(input: Planes, output: Planes, steps: readonly Step[], delay: number): string {
  const sheet = document.createElement("canvas");
  sheet.width = 2 * SIDE + 3 * GAP;
  sheet.height = SIDE + 2 * GAP;
  const context = sheet.getContext("2d", { willReadFrequently: true })!;
  const margin = marginOf(input, steps);
  const encoder = GIFEncoder();
  const done: Spot[] = [];
  for (const step of steps) {
    const { spot } = step;
    done.push(spot);
    context.fillStyle = themeColour("editor-background", "#ffffff");
    context.fillRect(0, 0, sheet.width, sheet.height);
    const { map, slice, taps } = tapsOf(input, step);
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

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
