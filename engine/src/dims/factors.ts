/**
 * A polynomial as the product that it was made of, for people to read.
 *
 *   factorsOf(16·H·W − 32·H − 32·W + 64)   // [16, H − 2, W − 2]
 */
import { gcd, mul } from "./arithmetic.ts";
import { type Atom, type Dim, productOf, type Sum, sumOf, type Term } from "./expr.ts";

/** The factors, a number first; undefined where there are not at least two with symbols in them. */
export function factorsOf(sum: Sum): readonly Dim[] | undefined {
  if (sum.terms.every(({ product }) => product.atoms.length < 2)) return undefined;
  if (sum.terms.length === 1 && sum.constant === 0) return undefined;
  const known = remembered.get(sum);
  if (known !== undefined) return known ?? undefined;
  const whole = contentOf(sum);
  const factors = takeApart(whole.rest);
  const found = factors.length < 2 ? null : [...(whole.content === 1 ? [] : [whole.content]), ...factors];
  remembered.set(sum, found);
  return found ?? undefined;
}

/** Expressions are interned and written again and again; null: there are no factors. */
const remembered = new WeakMap<Sum, readonly Dim[] | null>();

/** The number that all coefficients have in common, and the rest. */
function contentOf(sum: Sum): { readonly content: number; readonly rest: Sum } {
  const content = [...sum.terms.map(({ coefficient }) => coefficient), sum.constant].reduce(gcd, 0);
  const terms = sum.terms.map(({ coefficient, product }) => ({
    coefficient: coefficient / content,
    product,
  }));
  return { content, rest: sumOf(terms, sum.constant / content) as Sum };
}

/** `sum` = (atom + k) · others, again and again. */
function takeApart(sum: Sum): Dim[] {
  for (const atom of new Set(sum.terms.flatMap(({ product }) => product.atoms))) {
    const { others, remainder } = alongAtom(sum, atom);
    if (typeof others === "number" || others.kind !== "sum") continue;
    const k = ratio(remainder, others);
    if (k === undefined) continue;
    return [sumOf([{ coefficient: 1, product: productOf([atom]) }], k), ...takeApart(others)];
  }
  return [sum];
}

/** `sum` as others · atom + remainder, where the atom stands nowhere squared. */
function alongAtom(sum: Sum, atom: Atom): { readonly others: Dim; readonly remainder: Dim } {
  const [along, beside]: [Term[], Term[]] = [[], []];
  let constant = 0;
  for (const term of sum.terms) {
    const { atoms } = term.product;
    const left = atoms.filter((other) => other !== atom);
    if (left.length === atoms.length) beside.push(term);
    else if (left.length < atoms.length - 1) return { others: 0, remainder: sum };
    else if (left.length === 0) constant += term.coefficient;
    else along.push({ coefficient: term.coefficient, product: productOf(left) });
  }
  return { others: sumOf(along, constant), remainder: sumOf(beside, sum.constant) };
}

/** The whole number that makes `wanted` of `dim`. */
function ratio(wanted: Dim, dim: Sum): number | undefined {
  if (wanted === 0) return 0;
  const [first] = dim.terms;
  const match =
    typeof wanted === "number" || wanted.kind !== "sum"
      ? undefined
      : wanted.terms.find(({ product }) => product === first!.product);
  const k = match ? match.coefficient / first!.coefficient : undefined;
  return k !== undefined && Number.isInteger(k) && mul(dim, k) === wanted ? k : undefined;
}
