/**
 * What a layer requires of sizes, as data: decided at once with numbers, kept with symbols.
 *
 *   decide(eq(mul(2, H), 7))           // false: no H doubles to 7
 *   holds(divides(16, H), { H: 48 })   // true
 */
import { divideExactly, gcd, sub, substitute } from "./arithmetic.ts";
import { decideOrder, lowerBound, upperBound } from "./bounds.ts";
import { type Dim, freeSymbols, isUnknown } from "./expr.ts";

export type Condition =
  | { readonly op: "eq" | "le"; readonly a: Dim; readonly b: Dim }
  | { readonly op: "divides"; readonly k: Dim; readonly n: Dim }
  | { readonly op: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly op: "not"; readonly of: Condition }
  | { readonly op: "known"; readonly value: boolean };

export const eq = (a: Dim, b: Dim): Condition => ({ op: "eq", a, b });
export const le = (a: Dim, b: Dim): Condition => ({ op: "le", a, b });
export const lt = (a: Dim, b: Dim): Condition => le(a, sub(b, 1));
export const ge = (a: Dim, b: Dim): Condition => le(b, a);
export const gt = (a: Dim, b: Dim): Condition => lt(b, a);
/** n is a multiple of k. */
export const divides = (k: Dim, n: Dim): Condition => ({ op: "divides", k, n });
export const all = (...of: readonly Condition[]): Condition => ({ op: "all", of });
export const any = (...of: readonly Condition[]): Condition => ({ op: "any", of });
export const not = (of: Condition): Condition => ({ op: "not", of });
export const known = (value: boolean): Condition => ({ op: "known", value });

/** True or false where it is so for all values of the symbols; undefined where it depends on them. */
export function decide(condition: Condition): boolean | undefined {
  switch (condition.op) {
    case "known":
      return condition.value;
    case "eq":
      return decideEqual(condition.a, condition.b);
    case "le":
      return decideOrder(condition.a, condition.b);
    case "divides":
      return decideDivides(condition.k, condition.n);
    case "not": {
      const inner = decide(condition.of);
      return inner === undefined ? undefined : !inner;
    }
    case "all":
      return combine(condition.of, false);
    case "any":
      return combine(condition.of, true);
  }
}

/** One `winner` decides; all must be decided for the other verdict. */
function combine(conditions: readonly Condition[], winner: boolean): boolean | undefined {
  let open = false;
  for (const condition of conditions) {
    const verdict = decide(condition);
    if (verdict === winner) return winner;
    if (verdict === undefined) open = true;
  }
  return open ? undefined : !winner;
}

function decideEqual(a: Dim, b: Dim): boolean | undefined {
  if (typeof a === "number" && typeof b === "number") return a === b;
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (a === b) return true;
  const difference = sub(a, b);
  if (typeof difference === "number") return difference === 0;
  if (isUnknown(difference)) return undefined;
  if (lowerBound(difference) > 0 || upperBound(difference) < 0) return false;
  if (difference.kind === "sum") {
    const factor = difference.terms.reduce((g, term) => gcd(g, term.coefficient), 0);
    if (difference.constant % factor !== 0) return false; // no whole numbers meet
  }
  return undefined;
}

function decideDivides(k: Dim, n: Dim): boolean | undefined {
  if (typeof k === "number" && typeof n === "number") return k !== 0 && n % k === 0;
  if (isUnknown(k) || isUnknown(n)) return undefined;
  if (n === 0) return true;
  if (divideExactly(n, k) !== undefined) return true;
  if (typeof k !== "number") {
    return typeof n === "number" && lowerBound(k) > Math.abs(n) ? false : undefined;
  }
  if (typeof n === "number" || n.kind !== "sum" || k === 0) return undefined;
  const factor = n.terms.reduce((g, term) => gcd(g, term.coefficient), k);
  return n.constant % factor !== 0 ? false : undefined;
}

/** Whether the condition holds once the symbols have these values; undefined where it still depends on more. */
export const holds = (condition: Condition, values: Readonly<Record<string, number>>): boolean | undefined =>
  decide(bind(condition, values));

/** The condition with symbols replaced. */
export function bind(condition: Condition, values: Readonly<Record<string, Dim>>): Condition {
  switch (condition.op) {
    case "known":
      return condition;
    case "eq":
    case "le":
      return { op: condition.op, a: substitute(condition.a, values), b: substitute(condition.b, values) };
    case "divides":
      return divides(substitute(condition.k, values), substitute(condition.n, values));
    case "not":
      return not(bind(condition.of, values));
    default:
      return { op: condition.op, of: condition.of.map((inner) => bind(inner, values)) };
  }
}

/**
 * The open conditions that `condition` comes down to, all of which must hold: what is decided is left out, so that each
 * speaks only of the symbols that matter to it.
 */
export function openParts(condition: Condition): Condition[] {
  if (decide(condition) === true) return [];
  if (condition.op === "all") return condition.of.flatMap(openParts);
  if (condition.op !== "any") return [condition];
  const possible = condition.of.filter((part) => decide(part) !== false);
  return possible.length === 1 ? openParts(possible[0]!) : [any(...possible)];
}

/** Symbols that the condition speaks of. */
export function symbolsOf(condition: Condition): string[] {
  switch (condition.op) {
    case "known":
      return [];
    case "eq":
    case "le":
      return freeSymbols(condition.a, condition.b);
    case "divides":
      return freeSymbols(condition.k, condition.n);
    case "not":
      return symbolsOf(condition.of);
    default:
      return [...new Set(condition.of.flatMap(symbolsOf))];
  }
}
