/**
 * Arithmetic on dimensions. Numbers are the fast path; with symbols the result is canonical, so that
 * `2·H + H` and `3·H` are one object. Anything with an unknown operand is unknown.
 */

import { decideOrder } from "./bounds.ts";
import {
  type Atom,
  type Dim,
  type Expr,
  type Hole,
  intern,
  keyOf,
  MOST_LETTERS,
  ofAtom,
  productOf,
  type Sum,
  sumOf,
  type Term,
  unknown,
} from "./expr.ts";

export function add(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a + b;
  const hole = holeOf(a, b);
  if (hole) return hole;
  return sumOf([...termsOf(a), ...termsOf(b)], constantOf(a) + constantOf(b));
}

export const neg = (a: Dim): Dim => mul(a, -1);
export const sub = (a: Dim, b: Dim): Dim =>
  typeof a === "number" && typeof b === "number" ? a - b : add(a, neg(b));

export function mul(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a * b + 0; // never −0
  if (a === 0 || b === 0) return 0;
  const hole = holeOf(a, b);
  if (hole) return hole;
  if (tooLong(a, b)) return unknown;
  const terms: Term[] = [];
  for (const s of termsOf(a)) {
    terms.push({ coefficient: s.coefficient * constantOf(b), product: s.product });
    for (const t of termsOf(b)) {
      terms.push({
        coefficient: s.coefficient * t.coefficient,
        product: productOf([...s.product.atoms, ...t.product.atoms]),
      });
    }
  }
  for (const t of termsOf(b)) terms.push({ coefficient: t.coefficient * constantOf(a), product: t.product });
  return sumOf(terms, constantOf(a) * constantOf(b));
}

export const sum = (dims: readonly Dim[]): Dim => dims.reduce(add, 0);
export const product = (dims: readonly Dim[]): Dim => dims.reduce(mul, 1);

/** ⌊a / b⌋. Unknown for b = 0. */
export function floorDiv(a: Dim, b: Dim): Dim {
  if (b === 0) return unknown;
  if (typeof a === "number" && typeof b === "number") return Math.floor(a / b) + 0;
  const hole = holeOf(a, b);
  if (hole) return hole;
  if (b === 1) return a;
  if (a === 0) return 0;
  if (typeof b === "number") return b > 0 ? floorByNumber(a as Sum, b) : floorDiv(neg(a), -b);
  return tooLong(a, b) ? unknown : (divideExactly(a, b) ?? ofAtom(floorAtom(a, b)));
}

/** Whether a product or quotient would be longer than anybody wants to read. */
const tooLong = (a: Dim, b: Dim): boolean => keyOf(a).length + keyOf(b).length > MOST_LETTERS;

/** ⌈a / b⌉ */
export const ceilDiv = (a: Dim, b: Dim): Dim =>
  typeof a === "number" && typeof b === "number" ? Math.ceil(a / b) + 0 : floorDiv(sub(add(a, b), 1), b);

/** a − b·⌊a / b⌋: the remainder with the sign of b. */
export const mod = (a: Dim, b: Dim): Dim => sub(a, mul(b, floorDiv(a, b)));

export const min = (...dims: readonly Dim[]): Dim => extreme("min", dims);
export const max = (...dims: readonly Dim[]): Dim => extreme("max", dims);

/**
 * ⌊(n·q + r) / n⌋ = q + ⌊r / n⌋ with every coefficient of r in [0, n); then common factors leave the fraction, and a
 * floor inside of a floor merges: ⌊(⌊x/m⌋ + c) / n⌋ = ⌊(x + c·m) / (m·n)⌋.
 */
function floorByNumber(a: Sum, n: number): Dim {
  const whole: Term[] = [];
  const rest: Term[] = [];
  for (const { coefficient, product } of a.terms) {
    const quotient = Math.floor(coefficient / n);
    if (quotient !== 0) whole.push({ coefficient: quotient, product });
    const remainder = coefficient - quotient * n;
    if (remainder !== 0) rest.push({ coefficient: remainder, product });
  }
  const wholeConstant = Math.floor(a.constant / n);
  const outside = sumOf(whole, wholeConstant);
  if (rest.length === 0) return outside;
  const constant = a.constant - wholeConstant * n;
  const factor = rest.reduce((g, term) => gcd(g, term.coefficient), n);
  const inner = sumOf(
    rest.map((term) => ({ ...term, coefficient: term.coefficient / factor })),
    Math.floor(constant / factor),
  ) as Sum;
  return add(outside, fractionOf(inner, n / factor));
}

function fractionOf(numerator: Sum, n: number): Dim {
  if (n === 1) return numerator;
  const nested = loneFloor(numerator);
  if (nested && typeof nested.denominator === "number") {
    const m = nested.denominator;
    return floorDiv(add(nested.numerator, numerator.constant * m), m * n);
  }
  return ofAtom(floorAtom(numerator, n));
}

/** The floor atom of `⌊…⌋ + constant`. */
function loneFloor({ terms }: Sum) {
  const [term] = terms;
  if (terms.length !== 1 || term!.coefficient !== 1 || term!.product.atoms.length !== 1) return undefined;
  const [atom] = term!.product.atoms;
  return atom!.kind === "floor" ? atom : undefined;
}

const floorAtom = (numerator: Dim, denominator: Dim): Atom =>
  intern({ kind: "floor", key: `floor(${keyOf(numerator)}/${keyOf(denominator)})`, numerator, denominator });

/** a / b as a polynomial where the division leaves no remainder; undefined otherwise. `b` is taken to be non-zero. */
export function divideExactly(a: Dim, b: Dim): Dim | undefined {
  if (typeof b === "number") {
    if (typeof a === "number") return a % b === 0 ? a / b : undefined;
    if (a.kind !== "sum" || a.constant % b !== 0 || a.terms.some((term) => term.coefficient % b !== 0))
      return undefined;
    return sumOf(
      a.terms.map((term) => ({ ...term, coefficient: term.coefficient / b })),
      a.constant / b,
    );
  }
  if (b.kind !== "sum") return undefined;
  const lead = leading(b);
  const quotient: Term[] = [];
  let constant = 0;
  let rest: Dim = a;
  for (let step = 0; step < 64; step++) {
    if (rest === 0) return sumOf(quotient, constant);
    if (typeof rest === "number" || rest.kind !== "sum") return undefined;
    const top: Term = leading(rest);
    const atoms = without(top.product.atoms, lead.product.atoms);
    if (!atoms || top.coefficient % lead.coefficient !== 0) return undefined;
    const coefficient = top.coefficient / lead.coefficient;
    const part: Dim = atoms.length ? sumOf([{ coefficient, product: productOf(atoms) }], 0) : coefficient;
    if (atoms.length) quotient.push({ coefficient, product: productOf(atoms) });
    else constant += coefficient;
    rest = sub(rest, mul(part, b));
  }
  return undefined;
}

/** The term of highest degree, ties by key: the order that makes long division end. */
function leading({ terms }: Sum): Term {
  return terms.reduce((best, term) => {
    const order = term.product.atoms.length - best.product.atoms.length;
    return order > 0 || (order === 0 && term.product.key < best.product.key) ? term : best;
  });
}

/** `atoms` without each of `taken`; undefined where one is not there. */
function without(atoms: readonly Atom[], taken: readonly Atom[]): Atom[] | undefined {
  const left = [...atoms];
  for (const atom of taken) {
    const at = left.indexOf(atom);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return left;
}

function extreme(kind: "min" | "max", dims: readonly Dim[]): Dim {
  const hole = holeOf(...dims);
  if (hole) return hole;
  const kept: Dim[] = [];
  for (const dim of dims) {
    const beaten = kept.findIndex(
      (other) => decideOrder(kind === "min" ? dim : other, kind === "min" ? other : dim) === true,
    );
    if (beaten >= 0) kept[beaten] = dim;
    else if (
      !kept.some((other) => decideOrder(kind === "min" ? other : dim, kind === "min" ? dim : other) === true)
    )
      kept.push(dim);
  }
  if (kept.length === 1) return kept[0]!;
  const args = [...new Set(kept)].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (args.length === 1) return args[0]!;
  return ofAtom(intern({ kind, key: `${kind}(${args.map(keyOf).join(",")})`, args }));
}

const termsOf = (dim: Dim): readonly Term[] => (typeof dim === "number" ? [] : (dim as Sum).terms);
const constantOf = (dim: Dim): number => (typeof dim === "number" ? dim : (dim as Sum).constant);

/** The hole that swallows an operation: unknown before open. */
function holeOf(...dims: readonly Dim[]): Expr | undefined {
  let hole: Hole | undefined;
  for (const dim of dims) {
    if (typeof dim === "number" || dim.kind === "sum") continue;
    if (dim.kind === "unknown") return unknown;
    hole = dim;
  }
  return hole;
}

/** Ends for numbers that are none and for infinite ones, too, which sources are full of while they are typed. */
export function gcd(a: number, b: number): number {
  while (b) [a, b] = [b, a % b];
  return Math.abs(a);
}

/** `dim` with symbols replaced by name. */
export function substitute(dim: Dim, values: Readonly<Record<string, Dim>>): Dim {
  if (typeof dim === "number" || dim.kind !== "sum") return dim;
  let result: Dim = dim.constant;
  for (const { coefficient, product } of dim.terms) {
    result = add(
      result,
      product.atoms.reduce((value: Dim, atom) => mul(value, substituteAtom(atom, values)), coefficient),
    );
  }
  return result;
}

function substituteAtom(atom: Atom, values: Readonly<Record<string, Dim>>): Dim {
  switch (atom.kind) {
    case "symbol":
      return Object.hasOwn(values, atom.name) ? values[atom.name]! : ofAtom(atom);
    case "floor":
      return floorDiv(substitute(atom.numerator, values), substitute(atom.denominator, values));
    default:
      return extreme(
        atom.kind,
        atom.args.map((arg) => substitute(arg, values)),
      );
  }
}

/** The number `dim` is for the given symbols; undefined where one is missing or something is not known. */
export function evaluate(dim: Dim, values: Readonly<Record<string, number>>): number | undefined {
  const bound = substitute(dim, values);
  return typeof bound === "number" ? bound : undefined;
}
