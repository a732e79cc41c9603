/**
 * The moving window as an SVG that moves by itself wherever pictures are shown, sharp at any size: the input with its window
 * on the left, the output on the right as it comes to be. Whoever wants no motion sees the last step.
 */
import type { Planes, Spot } from "../../ui/tensor.ts";
import { themeColour } from "../../ui/theme.ts";
import { drawn, GAP, marginOf, SIDE, type Step, tapsOf } from "./moving-window.ts";

const SHARP = 3; // pixels of the maps for one of the drawing

/** `delay`: ms of one step; `title`: what it shows, for a reader of screens. */
export function animatedSvgOf(
  input: Planes,
  output: Planes,
  steps: readonly Step[],
  delay: number,
  title: string,
): string {
  const margin = marginOf(input, steps);
  const [first] = steps;
  const { map, slice } = first ? tapsOf(input, first) : { map: 0, slice: 0 };
  const plain = { window: [], cell: undefined };
  const maps = [
    imageOf(drawn(input, { ...plain, map, slice, margin }, SHARP), GAP),
    imageOf(
      drawn(
        output,
        { ...plain, map: first?.spot.map ?? 0, slice: first?.spot.slice ?? 0, margin: [0, 0] },
        SHARP,
      ),
      2 * GAP + SIDE,
    ),
  ];
  const [width, height] = [2 * SIDE + 3 * GAP, SIDE + 2 * GAP];
  const share = (100 / Math.max(1, steps.length)).toFixed(4);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>
.step { visibility: hidden; animation: step ${(delay * steps.length) / 1000}s step-end infinite; }
@keyframes step { 0% { visibility: visible; } ${share}% { visibility: hidden; } }
@media (prefers-reduced-motion: reduce) { .step { animation: none; } .step:last-child { visibility: visible; } }
image { image-rendering: pixelated; }
.edge { fill: none; stroke: #000; stroke-width: 3; }
.line { fill: none; stroke: #fff; stroke-width: 1.5; }
.veil { fill: ${themeColour("editor-background", "#ffffff")}; }
.frame { fill: none; stroke: ${themeColour("descriptionForeground", "#888888")}; }
</style>
<rect class="veil" width="${width}" height="${height}"/>
${maps.join("\n")}
<rect class="frame" x="${2 * GAP + SIDE}" y="${GAP}" width="${SIDE}" height="${SIDE}"/>
${steps.map((step, i) => stepOf(input, output, step, margin, (delay * i) / 1000)).join("\n")}
</svg>
`;
}

const imageOf = (canvas: HTMLCanvasElement, x: number): string =>
  `<image x="${x}" y="${GAP}" width="${SIDE}" height="${SIDE}" href="${canvas.toDataURL("image/png")}"/>`;

/** The window, the value that it makes, and a veil over those which are not made yet. */
function stepOf(
  input: Planes,
  output: Planes,
  step: Step,
  [above, aside]: readonly [number, number],
  begin: number,
): string {
  const { spot } = step;
  const cell = { width: SIDE / (input.cols + 2 * aside), height: SIDE / (input.rows + 2 * above) };
  const window = tapsOf(input, step).taps.map(({ row, col }) =>
    outlined(GAP + (col + aside) * cell.width, GAP + (row + above) * cell.height, cell.width, cell.height),
  );
  const made = { width: SIDE / output.cols, height: SIDE / output.rows };
  const [left, below] = [(spot.col + 1) * made.width, (spot.row + 1) * made.height];
  const from = 2 * GAP + SIDE;
  return `<g class="step" style="animation-delay:${begin}s">${window.join("")}${[
    veil(from, GAP + below, SIDE, SIDE - below),
    veil(from + left, GAP + spot.row * made.height, SIDE - left, made.height),
  ].join("")}${cellOf(spot, made, from)}</g>`;
}

const cellOf = (
  { row, col }: Spot,
  made: { readonly width: number; readonly height: number },
  from: number,
) => outlined(from + col * made.width, GAP + row * made.height, made.width, made.height);

const outlined = (x: number, y: number, width: number, height: number): string => {
  const box = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  return `<rect class="edge" ${box}/><rect class="line" ${box}/>`;
};

const veil = (x: number, y: number, width: number, height: number): string =>
  width <= 0 || height <= 0
    ? ""
    : `<rect class="veil" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`;

const round = (value: number): number => Math.round(value * 100) / 100;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
