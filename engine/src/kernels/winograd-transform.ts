/** The transforms of minimal filtering as code, along one dimension: see winograd-filtering.ts. */
import { host } from "../runtime/index.ts";
import { type FunctionBuilder, f32x4, type LocalV128, type V128 } from "../wasm/index.ts";
import { evenPolynomial, type Filtering, type FilterPiece, hasZero } from "./winograd-filtering.ts";

type Write = (index: number, value: V128) => void;

/** Locals that the transforms of a filtering need. */
export function transformLocals(f: FunctionBuilder, { pieces }: Filtering): LocalV128[] {
  return f.v128s(Math.max(2, ...pieces.map(({ pairs }) => pairs.length * 2 * pieces.length)));
}

/** a × factor + b */
function scaleAdd(a: V128, factor: number, b: V128): V128 {
  if (factor === 1) return a.add(b);
  if (factor === -1) return b.sub(a);
  return host.relaxedSimd ? a.relaxedMadd(f32x4(factor), b) : b.add(a.mul(f32x4(factor)));
}

function scale(a: V128, factor: number): V128 {
  return factor === 1 ? a : a.mul(f32x4(factor));
}

/** Bᵀ · d: writes each product's form of the inputs. */
export function emitInputTransform(
  { pieces }: Filtering,
  d: readonly V128[],
  locals: readonly LocalV128[],
  write: Write,
): void {
  let product = 0;
  for (const piece of pieces) {
    const x = piece.inputs.map((at) => d[at]!);
    if (piece.pairs.length === 0) for (const value of x) write(product++, value);
    else {
      const first = product;
      emitForms(piece, x, locals, (index, value) => write(first + index, value));
      product += x.length;
    }
  }
}

/** The row of a point is Π(x − q) over the other ones, so that ±p share an even and an odd part. */
function emitForms(
  piece: FilterPiece,
  x: readonly V128[],
  [even, odd]: readonly LocalV128[],
  write: Write,
): void {
  const shift = hasZero(piece) ? 1 : 0;
  const sum = (polynomial: readonly number[], from: number) =>
    polynomial
      .slice(0, -1)
      .reduceRight(
        (total, factor, k) => scaleAdd(x[from + 2 * k]!, factor, total),
        x[from + 2 * (polynomial.length - 1)]!,
      );
  const all = evenPolynomial(piece.pairs);
  if (shift === 1) write(0, sum(all, 0));
  for (const [i, p] of piece.pairs.entries()) {
    const others = evenPolynomial(piece.pairs.filter((q) => q !== p));
    even!.set(sum(others, shift + 1));
    odd!.set(scale(sum(others, shift), p));
    write(shift + 2 * i, even!.add(odd!));
    write(shift + 2 * i + 1, even!.sub(odd!));
  }
  write(x.length - 1, sum(all, shift));
}

/** Aᵀ · m: output i has pⁱ for each point; ∞ counts in the last. */
export function emitOutputTransform(
  { pieces, outputs }: Filtering,
  m: readonly V128[],
  locals: readonly LocalV128[],
  write: Write,
): void {
  const terms: V128[][] = Array.from({ length: outputs }, () => []);
  let product = 0;
  let local = 0;
  for (const piece of pieces) {
    const own = m.slice(product, product + piece.inputs.length);
    product += own.length;
    if (piece.pairs.length === 0) for (const [i, at] of piece.outputs.entries()) terms[at]!.push(own[i]!);
    else {
      const temporaries = locals.slice(local, local + 2 * piece.pairs.length);
      local += temporaries.length;
      emitSums(piece, own, temporaries, (i, value) => terms[piece.outputs[i]!]!.push(value));
    }
  }
  for (const [at, values] of terms.entries())
    write(
      at,
      values.reduce((a, b) => a.add(b)),
    );
}

function emitSums(piece: FilterPiece, m: readonly V128[], locals: readonly LocalV128[], write: Write): void {
  const shift = hasZero(piece) ? 1 : 0;
  const last = piece.outputs.length - 1;
  for (let i = 0; i < piece.pairs.length; i++) {
    const [plus, minus] = [m[shift + 2 * i]!, m[shift + 2 * i + 1]!];
    locals[2 * i]!.set(plus.add(minus));
    locals[2 * i + 1]!.set(plus.sub(minus));
  }
  for (let output = 0; output <= last; output++) {
    let total: V128 | null = output === last ? m.at(-1)! : output === 0 && shift === 1 ? m[0]! : null;
    for (const [i, p] of piece.pairs.entries()) {
      const half = locals[2 * i + (output % 2)]!;
      total = total ? scaleAdd(half, p ** output, total) : scale(half, p ** output);
    }
    write(output, total!);
  }
}

/** The 4×4 transpose: rows into columns. `locals` are four. */
export function emitTranspose(rows: readonly V128[], locals: readonly LocalV128[], write: Write): void {
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
