/** Conditions: the side that is taken, or both and what they have in common. */

import { join, optionsOf, union } from "../../facts/join.ts";
import { Scope } from "../../facts/scope.ts";
import type { Value } from "../../facts/values.ts";
import { isNullish } from "../../facts/vocabulary.ts";
import type { Expression } from "../../syntax/ir.ts";
import { type Frame, inScope } from "../machine/run.ts";
import { evaluate } from "./evaluate.ts";
import { isInstance } from "./instance-of.ts";
import { truth } from "./truth.ts";

/** The value of one side, or of both joined where the test is not decided. */
export function branch(frame: Frame, decided: boolean | undefined, yes: () => Value, no: () => Value): Value {
  if (decided !== undefined) return decided ? yes() : no();
  const { state } = frame.run;
  const a = frame.run.attempt(yes);
  const b = frame.run.attempt(no);
  state.merge(a.changes, b.changes);
  return join(a.result, b.result);
}

/** The frame in which `test` is known to be true (or false): a name that may be null is then not null, and so on. */
export function narrowed(test: Expression, holds: boolean, frame: Frame): Frame {
  const found = narrowing(test, holds, frame);
  if (!found) return frame;
  const { name, keep } = found;
  const cell = frame.scope.find(name);
  if (cell?.value.kind !== "union") return frame;
  const scope = new Scope(frame.scope);
  scope.declareView(name, cell, union(optionsOf(cell.value).filter(keep)));
  return inScope(frame, scope);
}

interface Narrowing {
  readonly name: string;
  readonly keep: (option: Value) => boolean;
}

function narrowing(test: Expression, holds: boolean, frame: Frame): Narrowing | undefined {
  if (test.kind === "Identifier") return { name: test.name, keep: (option) => truth(option) !== !holds };
  if (test.kind === "Unary" && test.operator === "!") return narrowing(test.argument, !holds, frame);
  if (test.kind === "Binary" && test.operator === "instanceof" && test.left.kind === "Identifier") {
    const cls = evaluate(test.right, frame);
    return { name: test.left.name, keep: (option) => isInstance(option, cls) !== !holds };
  }
  if (test.kind === "Binary" && test.left.kind === "Identifier" && /^[!=]==?$/.test(test.operator)) {
    const { right } = test;
    const nullish = right.kind === "Literal" && (right.value === null || right.value === undefined);
    if (!nullish) return undefined;
    const wantsNull = (test.operator[0] === "=") === holds;
    return { name: test.left.name, keep: (option) => isNullish(option) !== !wantsNull };
  }
  return undefined;
}
