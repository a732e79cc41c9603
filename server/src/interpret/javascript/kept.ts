/**
 * How many places are kept by a test that asks for nothing but where they stand, again and again.
 *
 *   rgba.filter((_, i) => i % 4 !== 3)   // three of four
 */
import { type Dim, divideExactly, isUnknown, mul } from "@convlens/engine/specs";
import type { CallSite } from "../../facts/values.ts";
import { constant, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Expression, Statement } from "../../syntax/ir.ts";
import { walk } from "../../syntax/walk.ts";
import type { Run } from "../machine/run.ts";
import { apply } from "./array.ts";
import { functionOf } from "./trees.ts";
import { truth } from "./truth.ts";

const LONGEST = 64;

/** Of a list of this length, by the callback of a filter; undefined where it is not known. */
export function keptOf(length: Dim | undefined, site: CallSite, run: Run): Dim | undefined {
  const [callback] = site.args;
  if (callback?.kind !== "function" || length === undefined) return undefined;
  const { params, body } = functionOf(callback.fn);
  const index = params[1]?.target;
  const answer = body.kind === "Block" ? returned(body.body) : body;
  if (params.length !== 2 || index?.kind !== "Identifier" || !answer) return undefined;
  return keptBy(answer, index.name, length, (i) => truth(apply(callback, [UNKNOWN, constant(i)], site, run)));
}

const returned = ([first]: readonly Statement[]): Expression | undefined =>
  first?.kind === "Return" ? first.argument : undefined;

/** Of so many places, by the test as it is written; `verdict` is what it says of the i-th. */
export function keptBy(
  test: Expression,
  index: string,
  places: Dim,
  verdict: (i: number) => boolean | undefined,
): Dim | undefined {
  const period = periodOf(test, index);
  if (period === undefined || isUnknown(places)) return undefined;
  const verdicts = Array.from({ length: period }, (_, i) => verdict(i));
  if (verdicts.includes(undefined)) return undefined;
  const kept = (first: number): number => verdicts.slice(0, first).filter(Boolean).length;
  if (typeof places === "number") return Math.floor(places / period) * kept(period) + kept(places % period);
  const times = divideExactly(places, period);
  return times === undefined ? undefined : mul(times, kept(period));
}

/** After how many places the answers begin anew; undefined where they need not. */
function periodOf(test: Expression, index: string): number | undefined {
  let period = 1;
  let periodic = true;
  walk(test, (node, around) => {
    if (!KINDS.has(node.kind)) periodic = false;
    if (node.kind === "Literal" && !Number.isSafeInteger(node.value)) periodic = false;
    if (node.kind !== "Identifier") return;
    // `(i + 1) % 4` is the same for each fourth place
    const at = around.findLastIndex((outer) => outer.kind === "Binary" && outer.operator === "%");
    const rest = around[at];
    const divisor = rest?.kind === "Binary" && rest.right.kind === "Literal" ? rest.right.value : undefined;
    const whole = around
      .slice(at + 1)
      .every((step) => step.kind === "Binary" && /^[+*-]$/.test(step.operator));
    if (node.name !== index || !whole || !Number.isSafeInteger(divisor) || (divisor as number) <= 0)
      periodic = false;
    else period = commonMultiple(period, divisor as number);
  });
  return periodic && period > 1 && period <= LONGEST ? period : undefined;
}
const KINDS: ReadonlySet<string> = new Set(["Identifier", "Literal", "Binary", "Logical", "Unary"]);

function commonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
