/** The moving window, step by step: what both of its recordings draw. */
import type { Cell } from "@convlens/server/protocol";
import { scaleOfPlane } from "../../ui/colour-map.ts";
import { drawMap } from "../../ui/draw-map.ts";
import { type Planes, type Spot, spotOf } from "../../ui/tensor.ts";

/** An output value, and how it came about. */
export interface Step {
  readonly spot: Spot;
  readonly cell: Cell;
}

/** Pixels of each map, and between them. */
export const SIDE = 220;
export const GAP = 16;

/** The cells of the input's plane that the window's first tap lies in; those in the padding too. */
export function tapsOf(input: Planes, { cell }: Step): { map: number; slice: number; taps: readonly Spot[] } {
  const window = cell.terms.map((term) => spotOf(input, term.input));
  const { map = 0, slice = 0 } = window[0] ?? {};
  return { map, slice, taps: window.filter((tap) => tap.map === map && tap.slice === slice) };
}

type Drawing = Omit<Parameters<typeof drawMap>[1], "planes" | "scale">;

/** One plane; `sharp`: pixels of the canvas for one of the drawing. */
export function drawn(planes: Planes, drawing: Drawing, sharp = 1): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE * sharp;
  canvas.height = SIDE * sharp;
  drawMap(canvas, { ...drawing, planes, scale: scaleOfPlane(planes, drawing.map, drawing.slice) });
  return canvas;
}

/** How far windows reach into the padding. */
export function marginOf(input: Planes, steps: readonly Step[]): readonly [number, number] {
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
