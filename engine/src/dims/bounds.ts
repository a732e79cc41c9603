/**
 * Bounds of an expression over all values of its symbols: what comparisons decide by.
 *
 *   lowerBound(add(mul(2, H), 1))   // 3 for H ≥ 1
 */

import { sub } from "./arithmetic.ts";
import { type Atom, type Dim, keyOf, type Sum, type Term } from "./expr.ts";

interface Interval {
  readonly low: number;
  readonly high: number;
}
const EVERYTHING: Interval = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

export const lowerBound = (dim: Dim): number => intervalOf(dim).low;
export const upperBound = (dim: Dim): number => intervalOf(dim).high;

/** a ≤ b for all values (true), for none (false), or for some (undefined). */
export function decideOrder(a: Dim, b: Dim): boolean | undefined {
  if (typeof a === "number" && typeof b === "number") return a <= b;
  if (a === b) return typeof a === "number" || a.kind === "sum" ? true : undefined;
  const { low, high } = intervalOf(sub(b, a));
  return low >= 0 ? true : high < 0 ? false : undefined;
}

const cache = new Map<string, Interval>();

function intervalOf(dim: Dim): Interval {
  if (typeof dim === "number") return { low: dim, high: dim };
  if (dim.kind !== "sum") return EVERYTHING;
  const known = cache.get(keyOf(dim));
  if (known) return known;
  const plain = sumInterval(dim);
  const tight = relax(dim);
  const interval = { low: Math.max(plain.low, tight.low), high: Math.min(plain.high, tight.high) };
  cache.set(keyOf(dim), interval);
  return interval;
}

function sumInterval({ terms, constant }: Sum): Interval {
  return terms.reduce((total, term) => plus(total, scale(productInterval(term), term.coefficient)), {
    low: constant,
    high: constant,
  });
}

const productInterval = ({ product }: Term): Interval => product.atoms.map(atomInterval).reduce(times);

function atomInterval(atom: Atom): Interval {
  if (atom.kind === "symbol") return { low: atom.min, high: atom.max };
  if (atom.kind === "floor") {
    if (typeof atom.denominator !== "number") {
      const a = intervalOf(atom.numerator);
      return a.low >= 0 && lowerBound(atom.denominator) >= 1 ? { low: 0, high: a.high } : EVERYTHING;
    }
    const { low, high } = intervalOf(atom.numerator);
    return { low: Math.floor(low / atom.denominator), high: Math.floor(high / atom.denominator) };
  }
  const parts = atom.args.map(intervalOf);
  const pick = atom.kind === "min" ? Math.min : Math.max;
  return { low: pick(...parts.map((p) => p.low)), high: pick(...parts.map((p) => p.high)) };
}

/**
 * Bounds that know what floors have in common with the rest: x/n − (n−1)/n ≤ ⌊x/n⌋ ≤ x/n, put into the sum in place of
 * every floor that stands alone, so that H − ⌊H/2⌋ is seen to be positive.
 */
function relax(sum: Sum): Interval {
  if (!sum.terms.some((term) => term.product.atoms.length === 1 && term.product.atoms[0]!.kind === "floor"))
    return EVERYTHING;
  return { low: relaxed(sum, -1), high: relaxed(sum, 1) };
}

function relaxed(sum: Sum, side: 1 | -1): number {
  const linear = new Map<string, { weight: number; interval: Interval }>();
  let constant = 0;
  const put = ({ terms, constant: c }: Sum, weight: number): void => {
    constant += c * weight;
    for (const term of terms) {
      const [atom] = term.product.atoms;
      const w = term.coefficient * weight;
      if (
        term.product.atoms.length === 1 &&
        atom!.kind === "floor" &&
        typeof atom!.denominator === "number"
      ) {
        const n = atom!.denominator;
        // the lower end of ⌊x/n⌋ counts where it makes the sum smaller (side −1, w > 0) or larger (side 1, w < 0)
        if (w * side < 0) constant -= (w * (n - 1)) / n;
        if (typeof atom!.numerator === "number") constant += (w * atom!.numerator) / n;
        else if (atom!.numerator.kind === "sum") put(atom!.numerator, w / n);
        continue;
      }
      const entry = linear.get(term.product.key) ?? { weight: 0, interval: productInterval(term) };
      entry.weight += w;
      linear.set(term.product.key, entry);
    }
  };
  put(sum, 1);
  let total = constant;
  for (const { weight, interval } of linear.values()) {
    if (Math.abs(weight) < 1e-12) continue;
    const part = scale(interval, weight);
    total += side < 0 ? part.low : part.high;
  }
  if (Number.isNaN(total)) return side * Number.POSITIVE_INFINITY;
  return side < 0 ? Math.ceil(total - 1e-6) : Math.floor(total + 1e-6); // whole numbers only
}

const plus = (a: Interval, b: Interval): Interval => ({ low: a.low + b.low, high: a.high + b.high });
const scale = (a: Interval, by: number): Interval =>
  by >= 0
    ? { low: times1(a.low, by), high: times1(a.high, by) }
    : { low: times1(a.high, by), high: times1(a.low, by) };
const times1 = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

function times(a: Interval, b: Interval): Interval {
  const ends = [times1(a.low, b.low), times1(a.low, b.high), times1(a.high, b.low), times1(a.high, b.high)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}
