/**
 * Winograd's minimal filtering F(4, 3): four outputs of a 3-tap filter from six products, and its nesting F(4×4, 3×3).
 *
 *     y = Aᵀ · [(G · g) ⊙ (Bᵀ · d)]          d: 6 inputs, g: 3 weights, y: 4 outputs
 *
 * Interpolation points 0, ±3/4, ±3/2, ∞: all constants of the input and output transforms are exact in float32, and the
 * error is a third of that of the textbook's 0, ±1, ±2 (Lavin & Gray 2015; Barabasz et al. 2020 on the choice of points).
 */
import { host } from "../runtime/index.ts";
import { f32x4, type LocalV128, type V128 } from "../wasm/index.ts";

/** Inputs and products, and outputs, of one tile along one dimension. */
export const TILE_IN = 6;
export const TILE_OUT = 4;

const A = 3 / 4;
const B = 3 / 2;
const A2 = A * A;
const B2 = B * B;

/** G: the row of point p is [1, p, p²] / Π(p − q) over the other points q; that of ∞ is [0, 0, 1]. */
const G = [0, A, -A, B, -B].map((p) => {
  const others = [0, A, -A, B, -B].filter((q) => q !== p);
  const divisor = others.reduce((total, q) => total * (p - q), 1);
  return [1 / divisor, p / divisor, (p * p) / divisor] as const;
});
const G_ROWS = [...G, [0, 0, 1] as const];

/** G · g · Gᵀ of a 3×3 filter, in float64, into `result` (6×6). */
export function transformFilter(g: ArrayLike<number>, at: number, result: Float64Array): void {
  for (let x = 0; x < 3; x++) transformTaps(g[at + x]!, g[at + 3 + x]!, g[at + 6 + x]!, half, x, 3);
  for (let i = 0; i < TILE_IN; i++) {
    transformTaps(half[i * 3]!, half[i * 3 + 1]!, half[i * 3 + 2]!, result, i * TILE_IN, 1);
  }
}

const half = new Float64Array(TILE_IN * 3);

/** G · [a, b, c] into every `step`-th place. */
export function transformTaps(
  a: number,
  b: number,
  c: number,
  result: Float64Array,
  at: number,
  step: number,
): void {
  for (let i = 0; i < TILE_IN; i++) {
    const row = G_ROWS[i]!;
    result[at + i * step] = row[0] * a + row[1] * b + row[2] * c;
  }
}

/** a × factor + b */
function scaleAdd(a: V128, factor: number, b: V128): V128 {
  return host.relaxedSimd ? a.relaxedMadd(f32x4(factor), b) : b.add(a.mul(f32x4(factor)));
}

/** Bᵀ · d. The points ±p share the even and the odd part of their polynomials. */
export function emitInputTransform(
  d: readonly V128[],
  [even, odd]: readonly [LocalV128, LocalV128],
  write: (index: number, value: V128) => void,
): void {
  const [d0, d1, d2, d3, d4, d5] = d as [V128, V128, V128, V128, V128, V128];
  write(0, scaleAdd(d0, A2 * B2, scaleAdd(d2, -(A2 + B2), d4)));
  for (const [index, point, other] of [
    [1, A, B2],
    [3, B, A2],
  ] as const) {
    even.set(scaleAdd(d2, -other, d4));
    odd.set(scaleAdd(d1, -other, d3).mul(f32x4(point)));
    write(index, even.add(odd));
    write(index + 1, even.sub(odd));
  }
  write(5, scaleAdd(d1, A2 * B2, scaleAdd(d3, -(A2 + B2), d5)));
}

/** Aᵀ · m: row i has pⁱ for each point; ∞ counts in the last. `locals` are four. */
export function emitOutputTransform(
  m: readonly V128[],
  locals: readonly LocalV128[],
  write: (index: number, value: V128) => void,
): void {
  const [m0, m1, m2, m3, m4, m5] = m as [V128, V128, V128, V128, V128, V128];
  const [sumA, differenceA, sumB, differenceB] = locals as [LocalV128, LocalV128, LocalV128, LocalV128];
  sumA.set(m1.add(m2));
  differenceA.set(m1.sub(m2));
  sumB.set(m3.add(m4));
  differenceB.set(m3.sub(m4));
  write(0, m0.add(sumA).add(sumB));
  write(1, scaleAdd(differenceB, B, differenceA.mul(f32x4(A))));
  write(2, scaleAdd(sumB, B2, sumA.mul(f32x4(A2))));
  write(3, scaleAdd(differenceB, B2 * B, scaleAdd(differenceA, A2 * A, m5)));
}

/** The 4×4 transpose: rows into columns. `locals` are four. */
export function emitTranspose(
  rows: readonly V128[],
  locals: readonly LocalV128[],
  write: (index: number, value: V128) => void,
): void {
  const [r0, r1, r2, r3] = rows as [V128, V128, V128, V128];
  const [low01, low23, high01, high23] = locals as [LocalV128, LocalV128, LocalV128, LocalV128];
  low01.set(r0.shuffle(r1, [0, 4, 1, 5]));
  low23.set(r2.shuffle(r3, [0, 4, 1, 5]));
  high01.set(r0.shuffle(r1, [2, 6, 3, 7]));
  high23.set(r2.shuffle(r3, [2, 6, 3, 7]));
  write(0, low01.shuffle(low23, [0, 1, 4, 5]));
  write(1, low01.shuffle(low23, [2, 3, 6, 7]));
  write(2, high01.shuffle(high23, [0, 1, 4, 5]));
  write(3, high01.shuffle(high23, [2, 3, 6, 7]));
}
