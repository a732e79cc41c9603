/**
 * Dimensions as data: a whole number, a sum of products of atoms, or nothing known.
 *
 * Every expression is immutable and interned: equal expressions are the same object, so `===` compares them.
 * The canonical form is a polynomial with integer coefficients over atoms; an atom is a symbol or a part that no rule
 * could take apart (a floor division, a minimum, a maximum).
 */

export type Dim = number | Expr;
export type Expr = Sum | Hole;

/** A size nothing is known of (`unknown`), or one the library itself leaves open (`open`: TensorFlow.js's null). */
export interface Hole {
  readonly kind: "unknown" | "open";
  readonly key: string;
}

/** constant + Σ coefficient · atoms; at least one term, terms sorted by their products' keys. */
export interface Sum {
  readonly kind: "sum";
  readonly key: string;
  readonly terms: readonly Term[];
  readonly constant: number;
}
export interface Term {
  readonly coefficient: number;
  readonly product: Product;
}
/** One or more atoms, sorted by key, with repetition: H·H·W. */
export interface Product {
  readonly key: string;
  readonly atoms: readonly Atom[];
}
export type Atom = SymbolAtom | FloorAtom | ExtremeAtom;
export interface SymbolAtom {
  readonly kind: "symbol";
  readonly key: string;
  readonly name: string;
  readonly min: number;
  readonly max: number;
}
/** ⌊numerator / denominator⌋ */
export interface FloorAtom {
  readonly kind: "floor";
  readonly key: string;
  readonly numerator: Dim;
  readonly denominator: Dim;
}
export interface ExtremeAtom {
  readonly kind: "min" | "max";
  readonly key: string;
  readonly args: readonly Dim[];
}

export const unknown: Expr = { kind: "unknown", key: "?" };
export const open: Expr = { kind: "open", key: "null" };

/** Whether nothing is known of `dim`. An open dimension counts: no arithmetic on it gives a number. */
export const isUnknown = (dim: Dim): boolean => typeof dim !== "number" && dim.kind !== "sum";
export const isOpen = (dim: Dim): boolean => dim === open;

/** A free size of at least `min` (default 1). The same name and bounds give the same object. */
export function symbol(name: string, bounds: { readonly min?: number; readonly max?: number } = {}): Expr {
  const { min = 1, max = Number.POSITIVE_INFINITY } = bounds;
  const key = min === 1 && max === Number.POSITIVE_INFINITY ? name : `${name}[${min},${max}]`;
  return ofAtom(intern({ kind: "symbol", key, name, min, max }));
}

// Interning keeps one object an expression for the life of the process; names and shapes of a project are few.
const atoms = new Map<string, Atom>();
const products = new Map<string, Product>();
const sums = new Map<string, Sum>();

export function intern<A extends Atom>(atom: A): A {
  const known = atoms.get(atom.key);
  if (known) return known as A;
  atoms.set(atom.key, atom);
  return atom;
}

export function ofAtom(atom: Atom): Expr {
  return sumOf([{ coefficient: 1, product: productOf([atom]) }], 0) as Expr;
}

export function productOf(list: readonly Atom[]): Product {
  const sorted = list.length > 1 ? [...list].sort(byKey) : list;
  const key = sorted.map((atom) => atom.key).join("*");
  const known = products.get(key);
  if (known) return known;
  const product = { key, atoms: sorted };
  products.set(key, product);
  return product;
}

/** The canonical sum of the terms: like products joined, zeros dropped, a plain number where no term is left. */
export function sumOf(list: readonly Term[], constant: number): Dim {
  const joined = new Map<Product, number>();
  for (const { coefficient, product } of list) joined.set(product, (joined.get(product) ?? 0) + coefficient);
  const terms: Term[] = [];
  for (const [product, coefficient] of joined) if (coefficient !== 0) terms.push({ coefficient, product });
  if (terms.length === 0) return constant;
  if (terms.length > MOST_TERMS) return unknown;
  terms.sort((a, b) => byKey(a.product, b.product));
  const key = `${terms.map((term) => `${term.coefficient}*${term.product.key}`).join("+")}+${constant}`;
  const known = sums.get(key);
  if (known) return known;
  if (key.length > MOST_LETTERS) return unknown;
  const sum: Sum = { kind: "sum", key: `(${key})`, terms, constant };
  sums.set(key, sum);
  return sum;
}

/** Above this a polynomial helps nobody and would slow the editor down. */
const MOST_TERMS = 48;

/** The same for what is multiplied or divided again and again, which doubles each time: letters of its key. */
export const MOST_LETTERS = 4000;

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : 0;

export const keyOf = (dim: Dim): string => (typeof dim === "number" ? String(dim) : dim.key);

/** Names of the symbols in `dims`, in order of first appearance. */
export function freeSymbols(...dims: readonly Dim[]): string[] {
  const names = new Set<string>();
  for (const dim of dims) visitSymbols(dim, (atom) => names.add(atom.name));
  return [...names];
}

function visitSymbols(dim: Dim, visit: (atom: SymbolAtom) => void): void {
  if (typeof dim === "number" || dim.kind !== "sum") return;
  for (const term of dim.terms) {
    for (const atom of term.product.atoms) {
      if (atom.kind === "symbol") visit(atom);
      else if (atom.kind === "floor") {
        visitSymbols(atom.numerator, visit);
        visitSymbols(atom.denominator, visit);
      } else for (const arg of atom.args) visitSymbols(arg, visit);
    }
  }
}
