/**
 * What a model is fed with when a person only wants to see it work: drawn or counted here, no file needed.
 *
 *   fillSample({ kind: "ramp" }, [1, 1, 2, 2])   // Float32Array [0, 1/3, 2/3, 1]
 */
import type { Sample } from "./protocol.ts";

type Drawn = Exclude<Sample["kind"], "file">;

/** Values for an input of `shape`, row-major; the last two axes are the picture, the one before them the channels. */
export function fillSample(sample: Sample & { readonly kind: Drawn }, shape: readonly number[]): Float32Array {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  switch (sample.kind) {
    case "zeros":
      return data;
    case "ones":
      return data.fill(1);
    case "ramp":
      return data.map((_, i) => (data.length > 1 ? i / (data.length - 1) : 0));
    case "checkerboard":
      return perCell(data, shape, (_, y, x, h, w) => (checker(y, h) ^ checker(x, w) ? 1 : 0));
    case "picture":
      return shape.length < 3 ? wave(data, shape) : perCell(data, shape, testPicture);
    case "randn":
      return normal(data, sample.seed);
  }
}

/** Eight fields a side, on any size. */
const checker = (i: number, size: number): number => Math.floor((i * 8) / Math.max(8, size)) & 1;

function perCell(
  data: Float32Array,
  shape: readonly number[],
  at: (channel: number, y: number, x: number, height: number, width: number) => number,
): Float32Array {
  const width = shape.at(-1) ?? 1;
  const height = shape.length > 3 ? shape.at(-2)! : 1;
  const channels = shape.length > 3 ? shape.at(-3)! : (shape.at(-2) ?? 1);
  for (let i = 0; i < data.length; i++) {
    const y = Math.floor(i / width) % height;
    data[i] = at(Math.floor(i / (width * height)) % channels, y, i % width, height, width);
  }
  return data;
}

/**
 * The test picture: a sun over hills and a striped field, so that there are smooth parts, edges in every direction and
 * texture. In [0, 1]; channels 0, 1, 2 are red, green, blue, further ones repeat them.
 */
function testPicture(channel: number, y: number, x: number, height: number, width: number): number {
  const u = (x + 0.5) / width;
  const v = (y + 0.5) / height;
  const c = channel % 3;
  const pick = (r: number, g: number, b: number): number => [r, g, b][c]!;
  if (height === 1) return 0.5 + 0.25 * Math.sin(40 * u * (1 + u)) + 0.2 * Math.sin(7 * u + c);
  if (Math.hypot(u - 0.72, v - 0.25) < 0.12) return pick(1, 0.85, 0.2);
  if (v < 0.48 + 0.07 * Math.sin(9 * u) + 0.05 * Math.sin(23 * u + 1)) return pick(0.35 + 0.4 * v, 0.6 + 0.3 * v, 0.95);
  if (v < 0.7) return pick(0.2, 0.45 + 0.25 * Math.sin(30 * (u + v)) * (v - 0.4), 0.25);
  return Math.sin(60 * u * (1.6 - v)) > 0 ? pick(0.75, 0.65, 0.3) : pick(0.35, 0.3, 0.15);
}

/** For vectors: a slow wave, different along every axis. */
function wave(data: Float32Array, shape: readonly number[]): Float32Array {
  const width = shape.at(-1) || 1;
  return data.map((_, i) => Math.sin((2 * Math.PI * (i % width)) / width + Math.floor(i / width)));
}

/** Standard normal values (Box–Muller over a 32-bit xorshift generator): the same for the same seed, everywhere. */
function normal(data: Float32Array, seed: number): Float32Array {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const uniform = (): number => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return (state + 0.5) / 4294967296;
  };
  return data.map(() => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}
