/**
 * Numbers as colours, on scales whose steps look equal: magma where nothing is negative, viridis else.
 * https://bids.github.io/colormap/ by way of d3-scale-chromatic.
 */
import { interpolateMagma, interpolateViridis } from "d3-scale-chromatic";

export type Rgb = readonly [number, number, number];

/** Steps of a palette; more cannot be told apart, and fewer make smaller pictures. */
export const STEPS = 64;

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly palette: readonly Rgb[];
  /** The step of a value; values beyond the ends take the ends' colours. */
  step(value: number): number;
}

/** From the smallest to the largest value, but for the few outliers that would make all else look alike. */
export function scaleOf(data: Float32Array): Scale {
  const [low, high] = ends(data);
  const span = high - low || 1;
  return {
    low,
    high,
    palette: low >= 0 ? MAGMA : VIRIDIS,
    step: (value) => Math.max(0, Math.min(STEPS - 1, Math.floor(((value - low) / span) * STEPS))) || 0,
  };
}

export interface Scales {
  readonly shared: Scale;
  /** One a plane: the shared one, or its own. */
  readonly each: readonly Scale[];
  readonly own: boolean;
}

/** What planes vary by inside must be seen: where they differ far more from each other, each takes a scale of its own. */
export function scalesOf(planes: readonly Float32Array[]): Scales {
  const shared = scaleOf(joined(planes));
  const range = ({ low, high }: Scale): number => high - low;
  const own = planes.map((plane) => ({ ...scaleOf(plane), palette: shared.palette }));
  const ranges = own.map(range).filter((inside) => inside > 0);
  const middle = ranges.sort((a, b) => a - b)[ranges.length >> 1] ?? 0;
  return planes.length > 1 && middle > 0 && middle < OWN_BELOW * range(shared)
    ? { shared, each: own, own: true }
    : { shared, each: planes.map(() => shared), own: false };
}

/** Share of the whole range below which nothing of a plane would be seen. */
const OWN_BELOW = 0.12;

function joined(planes: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(planes.reduce((sum, plane) => sum + plane.length, 0));
  let at = 0;
  for (const plane of planes) {
    all.set(plane, at);
    at += plane.length;
  }
  return all;
}

const palette = (interpolate: (t: number) => string): Rgb[] =>
  Array.from({ length: STEPS }, (_, i) => parse(interpolate(i / (STEPS - 1))));
const MAGMA = palette(interpolateMagma);
const VIRIDIS = palette(interpolateViridis);

/** "#440154" or "rgb(68, 1, 84)" */
function parse(colour: string): Rgb {
  const numbers = colour.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : colour.match(/\d+/g)!.map(Number);
  return numbers as unknown as Rgb;
}

/** Share of values that may lie beyond each end. */
const OUTLIERS = 0.005;
const SAMPLED = 4_000;

function ends(data: Float32Array): [number, number] {
  const every = Math.max(1, Math.floor(data.length / SAMPLED));
  const sampled = new Float32Array(Math.ceil(data.length / every));
  let count = 0;
  for (let i = 0; i < data.length; i += every) if (data[i]! - data[i]! === 0) sampled[count++] = data[i]!;
  if (count === 0) return [0, 1];
  const sorted = sampled.subarray(0, count).sort();
  const at = (share: number): number =>
    sorted[Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))))]!;
  const [low, high] = [at(OUTLIERS), at(1 - OUTLIERS)];
  // after ReLU most values are 0: the scale begins there
  return low === high ? [at(0), at(1)] : [Math.abs(low) < (high - low) * 1e-3 ? Math.min(0, low) : low, high];
}
