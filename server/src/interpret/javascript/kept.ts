/**
 * How many elements a filter keeps that asks for nothing but where they stand, again and again.
 *
 *   rgba.filter((_, i) => i % 4 !== 3)   // three of four
 */
import { type Dim, divideExactly, mul, unknown } from "@convlens/engine/specs";
import type { CallSite, Value } from "../../facts/values.ts";
import { constant, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Expression, Statement } from "../../syntax/ir.ts";
import { walk } from "../../syntax/walk.ts";
import type { Run } from "../machine/run.ts";
import { apply } from "./array.ts";
import { functionOf } from "./trees.ts";
import { truth } from "./truth.ts";

const LONGEST = 64;

export function keptOf(length: Dim, site: CallSite, run: Run): Dim {
  const period = periodOf(site.args[0]);
  if (period === undefined) return unknown;
  const verdicts = Array.from({ length: period }, (_, i) =>
    truth(apply(site.args[0], [UNKNOWN, constant(i)], site, run)),
  );
  if (verdicts.includes(undefined)) return unknown;
  const kept = (places: number): number => verdicts.slice(0, places).filter(Boolean).length;
  if (typeof length === "number") return Math.floor(length / period) * kept(period) + kept(length % period);
  const times = divideExactly(length, period);
  return times === undefined ? unknown : mul(times, kept(period));
}

/** After how many places the answers of a callback begin anew; undefined where they need not. */
function periodOf(callback: Value | undefined): number | undefined {
  if (callback?.kind !== "function") return undefined;
  const { params, body } = functionOf(callback.fn);
  const index = params[1]?.target;
  const answer = body.kind === "Block" ? returned(body.body) : body;
  if (params.length !== 2 || index?.kind !== "Identifier" || !answer) return undefined;
  let period = 1;
  let periodic = true;
  walk(answer, (node, around) => {
    if (!KINDS.has(node.kind)) periodic = false;
    if (node.kind === "Literal" && !Number.isSafeInteger(node.value)) periodic = false;
    if (node.kind !== "Identifier") return;
    // `(i + 1) % 4` is the same for each fourth place
    const at = around.findLastIndex((outer) => outer.kind === "Binary" && outer.operator === "%");
    const rest = around[at];
    const steps = around.slice(at + 1);
    const divisor = rest?.kind === "Binary" && rest.right.kind === "Literal" ? rest.right.value : undefined;
    const whole = steps.every((step) => step.kind === "Binary" && /^[+*-]$/.test(step.operator));
    if (node.name !== index.name || !whole || !Number.isSafeInteger(divisor) || (divisor as number) <= 0)
      periodic = false;
    else period = commonMultiple(period, divisor as number);
  });
  return periodic && period > 1 && period <= LONGEST ? period : undefined;
}
const KINDS: ReadonlySet<string> = new Set(["Identifier", "Literal", "Binary", "Logical", "Unary"]);

const returned = ([first]: readonly Statement[]): Expression | undefined =>
  first?.kind === "Return" ? first.argument : undefined;

function commonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
