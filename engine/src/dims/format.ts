/**
 * Dimensions as text. `format` is plain ASCII that `parse` reads back; `pretty` is for people.
 *
 *   format(ceilDiv(H, 2))   // "ceil(H/2)"
 *   pretty(ceilDiv(H, 2))   // "⌈H/2⌉"
 */
import { add, mul, sub } from "./arithmetic.ts";
import type { Atom, Dim, FloorAtom, Product, Sum } from "./expr.ts";
import { factorsOf } from "./factors.ts";

interface Style {
  readonly times: string;
  readonly minus: string;
  readonly floor: (inside: string) => string;
  readonly ceil: (inside: string) => string;
}
const ascii: Style = { times: "*", minus: "-", floor: (s) => `floor(${s})`, ceil: (s) => `ceil(${s})` };
const typeset: Style = { times: "·", minus: "−", floor: (s) => `⌊${s}⌋`, ceil: (s) => `⌈${s}⌉` };

export const format = (dim: Dim): string => write(dim, ascii);
export const pretty = (dim: Dim): string => write(dim, typeset);
export const formatShape = (shape: readonly Dim[] | null): string =>
  shape ? `[${shape.map(format).join(", ")}]` : "[?…]";
export const prettyShape = (shape: readonly Dim[] | null): string =>
  shape ? `[${shape.map(pretty).join(", ")}]` : "[?…]";

function write(dim: Dim, style: Style): string {
  if (typeof dim === "number") return dim < 0 ? style.minus + -dim : String(dim);
  if (dim.kind !== "sum") return dim.kind === "open" ? "null" : "?";
  const folded = foldIntoFloor(dim);
  if (folded) return writeFloor(folded, style);
  const factors = factorsOf(dim);
  if (factors) return writeFactors(factors, style);
  // positive terms first, so that "H − 2" does not begin with a sign
  const ordered = [...dim.terms].sort((a, b) => Number(b.coefficient > 0) - Number(a.coefficient > 0));
  let text = "";
  for (const { coefficient, product } of ordered) {
    const size = Math.abs(coefficient);
    const body =
      size === 1 ? writeProduct(product, style) : size + style.times + writeProduct(product, style);
    text +=
      text === ""
        ? (coefficient < 0 ? style.minus : "") + body
        : ` ${coefficient < 0 ? style.minus : "+"} ${body}`;
  }
  if (dim.constant === 0) return text;
  return `${text} ${dim.constant < 0 ? style.minus : "+"} ${Math.abs(dim.constant)}`;
}

/** Numbers first, then sizes by their names, then sums: 16·C·(H − 2)·(W − 2). */
function writeFactors(factors: readonly Dim[], style: Style): string {
  const place = (text: string): number => (text.startsWith("(") ? 1 : 0);
  return factors
    .map((factor) => group(factor, style))
    .sort((a, b) => place(a) - place(b))
    .join(style.times);
}

/** ⌊(H + 2)/4⌋ − 1 reads better as ⌊(H − 2)/4⌋. */
function foldIntoFloor({ terms, constant }: Sum): Pick<FloorAtom, "numerator" | "denominator"> | undefined {
  const [term] = terms;
  const [atom] = term!.product.atoms;
  if (
    constant >= 0 ||
    terms.length > 1 ||
    term!.coefficient !== 1 ||
    term!.product.atoms.length > 1 ||
    atom!.kind !== "floor"
  )
    return undefined;
  return {
    numerator: add(atom!.numerator, mul(atom!.denominator, constant)),
    denominator: atom!.denominator,
  };
}

const writeProduct = (product: Product, style: Style): string =>
  product.atoms.map((atom) => writeAtom(atom, style)).join(style.times);

function writeAtom(atom: Atom, style: Style): string {
  if (atom.kind === "symbol") return atom.name;
  if (atom.kind === "floor") return writeFloor(atom, style);
  return `${atom.kind}(${atom.args.map((arg) => write(arg, style)).join(", ")})`;
}

/** ⌊(x + n − 1)/n⌋ reads better as ⌈x/n⌉. */
function writeFloor(
  { numerator, denominator }: Pick<FloorAtom, "numerator" | "denominator">,
  style: Style,
): string {
  const asCeil =
    typeof denominator === "number" &&
    typeof numerator !== "number" &&
    numerator.kind === "sum" &&
    numerator.constant === denominator - 1;
  const top = asCeil ? sub(numerator, denominator - 1) : numerator;
  return (asCeil ? style.ceil : style.floor)(`${group(top, style)}/${group(denominator, style)}`);
}

function group(dim: Dim, style: Style): string {
  const text = write(dim, style);
  return /^[\w?]+$/.test(text) || isFraction(text) ? text : `(${text})`;
}
const isFraction = (text: string): boolean => /^(⌊[^⌊⌋⌈⌉]*⌋|⌈[^⌊⌋⌈⌉]*⌉)$/.test(text);
