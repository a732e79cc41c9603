/**
 * Values as colours on perceptual scales: magma where nothing is negative, else viridis, as in the hover; red over blue around
 * zero for kernels and products.
 */
import { interpolateMagma, interpolateRdBu, interpolateViridis } from "d3-scale-chromatic";
import { flatOf, type Planes } from "./tensor.ts";

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly colours: "magma" | "viridis" | "diverging";
}

const STEPS = 256;

/** The scale of a whole tensor. */
export function scaleOf({ view }: Planes, sense: "sequential" | "diverging"): Scale {
  const { min, max } = view.stats;
  return sense === "diverging" ? aroundZero(min, max) : { min, max, colours: min >= 0 ? "magma" : "viridis" };
}

/** The scale of one plane alone: what is faint beside other maps is seen too. */
export function scaleOfPlane(planes: Planes, map: number, slice: number): Scale {
  const { rows, cols, values } = planes;
  const from = flatOf(planes, { map, slice, row: 0, col: 0 });
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values.subarray(from, from + rows * cols)) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) [min, max] = [0, 0];
  return { min, max, colours: planes.view.stats.min >= 0 ? "magma" : "viridis" };
}

export function aroundZero(min: number, max: number): Scale {
  const most = Math.max(Math.abs(min), Math.abs(max));
  return { min: -most, max: most, colours: "diverging" };
}

/** Writes the colour of each value as RGBA; what is not finite is magenta, what is not there transparent. */
export function paint(
  values: ArrayLike<number>,
  from: number,
  count: number,
  scale: Scale,
): Uint8ClampedArray<ArrayBuffer> {
  const table = tables[scale.colours];
  const pixels = new Uint8ClampedArray(count * 4);
  const factor = (STEPS - 1) / (scale.max - scale.min || 1);
  const flat = scale.max === scale.min;
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    if (value === undefined) continue;
    const at = Number.isFinite(value)
      ? 3 *
        (flat
          ? value === 0 && scale.colours === "magma"
            ? 0
            : STEPS >> 1
          : Math.min(STEPS - 1, Math.max(0, Math.round((value - scale.min) * factor))))
      : -1;
    pixels[4 * i] = at < 0 ? 255 : table[at]!;
    pixels[4 * i + 1] = at < 0 ? 0 : table[at + 1]!;
    pixels[4 * i + 2] = at < 0 ? 255 : table[at + 2]!;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** The colour of one value, and the one of black and white that can be read on it. */
export function colourOf(value: number, scale: Scale): { background: string; text: string } {
  const [r, g, b] = paint([value], 0, 1, scale) as unknown as [number, number, number];
  return { background: `rgb(${r} ${g} ${b})`, text: luminance(r, g, b) > 0.179 ? "#000" : "#fff" };
}

/** A CSS gradient over the colours, left to right. */
export function gradientOf(colours: Scale["colours"]): string {
  const table = tables[colours];
  const stops = Array.from({ length: 17 }, (_, i) => {
    const at = Math.round((i / 16) * (STEPS - 1)) * 3;
    return `rgb(${table[at]} ${table[at + 1]} ${table[at + 2]})`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

const tables: Readonly<Record<Scale["colours"], Uint8Array>> = {
  magma: tableOf(interpolateMagma),
  viridis: tableOf(interpolateViridis),
  diverging: tableOf((t) => interpolateRdBu(1 - t)),
};

function tableOf(interpolate: (t: number) => string): Uint8Array {
  const table = new Uint8Array(STEPS * 3);
  for (let i = 0; i < STEPS; i++) table.set(channelsOf(interpolate(i / (STEPS - 1))), i * 3);
  return table;
}

/** "#440154" or "rgb(68, 1, 84)" */
function channelsOf(colour: string): number[] {
  const hex = /^#(..)(..)(..)$/.exec(colour);
  return hex
    ? hex.slice(1).map((part) => Number.parseInt(part, 16))
    : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** Relative luminance, as WCAG defines it: above 0.179 black text has the greater contrast. */
function luminance(...channels: readonly [number, number, number]): number {
  const [r, g, b] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
