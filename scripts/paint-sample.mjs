// Paints media/samples/lake.png, what models see when nobody gives them a picture: node scripts/paint-sample.mjs
//
// A lake between hills under an evening sky. It has what layers look for: smooth areas, edges in all directions, texture,
// colours.
import { mkdirSync, writeFileSync } from "node:fs";
import { encode } from "fast-png";
import { root } from "./setup.mjs";

const SIZE = 256;

/** Red, green and blue in 0 … 1 at (u, v) in [0, 1)², the origin at the top left. */
function picture(u, v) {
  if (v <= HORIZON) return land(u, v);
  // the lake mirrors the land, darker and rippled towards the shore
  const depth = (v - HORIZON) / (1 - HORIZON);
  const ripple = (noise(u * 10, depth * 46) - 0.5) * 0.05 * depth + Math.sin(v * 170) * 0.004;
  const [r, g, b] = land(u + ripple, Math.max(0, HORIZON - depth * HORIZON * 0.95 - ripple));
  const glint = Math.max(0, fractal(u * 14, depth * 60) - 0.62) * 1.2;
  return mixed(
    [r * 0.72 + glint, g * 0.76 + glint, b * 0.86 + glint],
    [0.04, 0.12, 0.2],
    0.15 + depth * 0.35,
  );
}

const HORIZON = 0.62;
function land(u, v) {
  const hills = [
    { height: 0.3, rough: 3, far: 0.75, colour: [0.36, 0.4, 0.56] },
    { height: 0.42, rough: 4, far: 0.4, colour: [0.22, 0.3, 0.36] },
    { height: 0.53, rough: 7, far: 0.1, colour: [0.1, 0.2, 0.12] },
  ];
  let colour = sky(u, v);
  for (const [i, { height, rough, far, colour: own }] of hills.entries()) {
    const trees =
      i === 2 ? Math.abs(((u * 38 + noise(u * 9, 7) * 3) % 1) - 0.5) * -0.06 * noise(u * 23, 3) : 0;
    const ridge = height + (fractal(u * rough + i * 17.3, i * 5.1) - 0.5) * 0.3 + trees;
    if (v < ridge) continue;
    const light = 0.65 + 0.7 * fractal(u * 22 + i, v * 30 + (v - ridge) * 20);
    const snow = i === 0 && v - ridge < 0.035 + 0.05 * noise(u * 30, 1) ? 0.75 : 0;
    const lit = mixed(
      own.map((channel) => channel * light),
      [0.95, 0.93, 0.97],
      snow,
    );
    colour = mixed(lit, sky(u, HORIZON), far * 0.45);
  }
  return colour;
}

function sky(u, v) {
  const high = v / HORIZON;
  const base = mixed([0.2, 0.38, 0.7], [0.98, 0.66, 0.42], high ** 1.4);
  const clouds = Math.max(0, fractal(u * 3.2 + 4, v * 9) - 0.48) * 2.1 * (1 - high * 0.4);
  const sun = Math.hypot(u - 0.7, (v - 0.2) * 1.02);
  const disc = sun < 0.065 ? 1 : Math.exp(-(sun - 0.065) * 7) * 0.55;
  return mixed(mixed(base, [1, 0.86, 0.78], Math.min(1, clouds)), [1, 0.96, 0.78], disc);
}

const mixed = (a, b, share) =>
  a.map((channel, i) => Math.min(1, Math.max(0, channel + (b[i] - channel) * share)));

/** Five octaves of value noise: 0 … 1. */
function fractal(x, y) {
  let total = 0;
  for (let octave = 0; octave < 5; octave++)
    total += noise(x * 2 ** octave + octave * 7.7, y * 2 ** octave) / 2 ** (octave + 1);
  return total / 0.96875;
}

/** Smooth noise between pseudo-random values on the integer grid. */
function noise(x, y) {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [smooth(x - x0), smooth(y - y0)];
  const top = lattice(x0, y0) + (lattice(x0 + 1, y0) - lattice(x0, y0)) * fx;
  const bottom = lattice(x0, y0 + 1) + (lattice(x0 + 1, y0 + 1) - lattice(x0, y0 + 1)) * fx;
  return top + (bottom - top) * fy;
}

const smooth = (t) => t * t * (3 - 2 * t);

function lattice(x, y) {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

const data = new Uint8Array(SIZE * SIZE * 3);
for (let y = 0; y < SIZE; y++)
  for (let x = 0; x < SIZE; x++)
    data.set(
      picture((x + 0.5) / SIZE, (y + 0.5) / SIZE).map((channel) => Math.round(channel * 255)),
      (y * SIZE + x) * 3,
    );
mkdirSync(`${root}media/samples`, { recursive: true });
writeFileSync(
  `${root}media/samples/lake.png`,
  encode({ width: SIZE, height: SIZE, data, channels: 3 }, { zlib: { level: 9 } }),
);
