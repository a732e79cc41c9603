// Paints media/icon.png: a feature map, and the window of a kernel over it. node scripts/paint-icon.mjs
import { writeFileSync } from "node:fs";
import { interpolateViridis } from "d3-scale-chromatic";
import { encode } from "fast-png";
import { root } from "./setup.mjs";

const SIZE = 256;
const SAMPLES = 4; // an edge a pixel
const CELLS = 5;
const EDGE = 30; // free space around the map
const GAP = 6;
const cell = (SIZE - 2 * EDGE + GAP) / CELLS;

/** Distance to a rounded rectangle, negative inside. */
function rounded(x, y, left, top, width, height, radius) {
  const dx = Math.abs(x - left - width / 2) - width / 2 + radius;
  const dy = Math.abs(y - top - height / 2) - height / 2 + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

const rgb = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
/** A blob that lies across the map, as an edge detector would answer to it. */
const value = (column, row) => 0.12 + 0.85 * Math.exp(-(((column - row * 0.55 - 1.1) / 1.15) ** 2));

function colourAt(x, y) {
  const [left, top] = [EDGE + cell - GAP / 2, EDGE + cell - GAP / 2];
  const side = 3 * cell;
  const ring = Math.abs(rounded(x, y, left - 2, top - 2, side + 4, side + 4, 16)) - 5;
  if (ring < 0) return [255, 255, 255, 255];
  for (let row = 0; row < CELLS; row++)
    for (let column = 0; column < CELLS; column++)
      if (rounded(x, y, EDGE + column * cell, EDGE + row * cell, cell - GAP, cell - GAP, 7) < 0)
        return [...rgb(interpolateViridis(value(column, row))), 255];
  return rounded(x, y, 0, 0, SIZE, SIZE, 48) < 0 ? [24, 24, 37, 255] : [0, 0, 0, 0];
}

const data = new Uint8Array(SIZE * SIZE * 4);
for (let i = 0; i < SIZE * SIZE; i++) {
  const sum = [0, 0, 0, 0];
  for (let s = 0; s < SAMPLES ** 2; s++) {
    const x = (i % SIZE) + ((s % SAMPLES) + 0.5) / SAMPLES;
    const y = Math.floor(i / SIZE) + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES;
    const [r, g, b, alpha] = colourAt(x, y);
    for (const [k, channel] of [r * alpha, g * alpha, b * alpha, alpha].entries()) sum[k] += channel;
  }
  for (let k = 0; k < 3; k++) data[i * 4 + k] = sum[3] ? Math.round(sum[k] / sum[3]) : 0;
  data[i * 4 + 3] = Math.round(sum[3] / SAMPLES ** 2);
}
writeFileSync(`${root}media/icon.png`, encode({ width: SIZE, height: SIZE, data, channels: 4 }));
