/** `switch`: the cases that a value may meet, each from where the one before it falls through. */
import { Scope } from "../../facts/scope.ts";
import { type Changes, NO_CHANGES } from "../../facts/state.ts";
import type { Statement } from "../../syntax/ir.ts";
import { type Frame, inScope } from "../machine/run.ts";
import { binary } from "./arithmetic.ts";
import { evaluate } from "./evaluate.ts";
import { type Completion, executeBlock, NORMAL, type Side, waysOut } from "./execute.ts";
import { truth } from "./truth.ts";

export function executeSwitch(node: Statement & { kind: "Switch" }, frame: Frame): Completion {
  const { state } = frame.run;
  return state.stretch(() => runSwitch(node, frame), waysOut("break", undefined, true));
}

/** Each clause runs once, from what is so where it is jumped to and where the clause above falls through. */
function runSwitch(node: Statement & { kind: "Switch" }, frame: Frame): Completion {
  const { run } = frame;
  const { state } = run;
  const { entered, decided } = entriesOf(node, frame);
  const inside = inScope(frame, new Scope(frame.scope));
  const ends: Side[] = [];
  let fallen: Changes | undefined;
  for (const [i, { body }] of node.cases.entries()) {
    if (!entered.has(i) && !fallen) continue;
    const above = fallen;
    const clause = (): Completion => {
      if (above && entered.has(i)) state.merge(above, NO_CHANGES);
      else if (above) state.commit(above);
      return executeBlock(body, inside);
    };
    const side = decided ? state.attempt(clause) : run.attempt(clause);
    fallen = side.result.kind === "normal" ? side.changes : undefined;
    if (!fallen) ends.push(side);
  }
  if (fallen) ends.push({ result: NORMAL, changes: fallen });
  const covered = decided || node.cases.some(({ test }) => !test);
  if (!covered || ends.length === 0) ends.push({ result: NORMAL, changes: NO_CHANGES });
  const isEnd = waysOut("break", undefined, true);
  const goesOn = ({ result }: Side): boolean => result.kind === "normal" || isEnd(result);
  const on = ends.findLast(goesOn) ?? ends.at(-1)!;
  for (const end of ends) {
    if (end === on) continue;
    if (!goesOn(end) && end.result.kind !== "throw") run.perhapsLeft();
    state.leave(goesOn(end) ? { kind: "break" } : end.result, end.changes);
  }
  state.commit(on.changes);
  return goesOn(on) ? NORMAL : on.result;
}

/** The clauses that may be jumped to, up to one that certainly is. */
function entriesOf(
  { discriminant, cases }: Statement & { kind: "Switch" },
  frame: Frame,
): { readonly entered: ReadonlySet<number>; readonly decided: boolean } {
  const value = evaluate(discriminant, frame);
  const entered = new Set<number>();
  for (const [i, { test }] of cases.entries()) {
    if (!test) continue;
    const matches = truth(binary("===", value, evaluate(test, frame), frame, test));
    if (matches !== false) entered.add(i);
    if (matches === true) return { entered, decided: entered.size === 1 };
  }
  const decided = entered.size === 0;
  const fallback = cases.findIndex(({ test }) => !test);
  if (fallback >= 0) entered.add(fallback);
  return { entered, decided };
}
