/** Expressions that write: `x = …`, `x += …`, `x ??= …`, `x++`, `delete x.y`. */

import type { Value } from "../../facts/values.ts";
import { asKey, constant, isNullish, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Expression, Pattern } from "../../syntax/ir.ts";
import type { Frame } from "../machine/run.ts";
import { binary } from "./arithmetic.ts";
import { branch } from "./branch.ts";
import { evaluate, memberOf, withoutNullish } from "./evaluate.ts";
import { assignMember, assignPattern, type MemberPlace, memberPlace } from "./patterns.ts";
import { setMember } from "./set-member.ts";
import { truth } from "./truth.ts";

export function deleteMember(node: Expression, frame: Frame): Value {
  if (node.kind !== "Member") return constant(true);
  const object = evaluate(node.object, frame);
  const name = node.key.computed ? asKey(evaluate(node.key.computed, frame)) : node.key.name;
  if (object.kind === "object") {
    if (name === undefined) frame.run.state.deleteSomeField(object);
    else frame.run.state.deleteField(object, name);
  }
  return constant(true);
}

export function evaluateAssign(node: Expression & { kind: "Assign" }, frame: Frame): Value {
  const { target, operator } = node;
  // where it is written to is settled first, and once: `list[i] = i = 2`, `list[i++] += 2`
  const place = target.kind === "Member" ? memberPlace(target, frame) : undefined;
  const assign = (value: Value): Value => {
    if (place && target.kind === "Member") assignMember(target, place, value, frame);
    else assignPattern(target, value, frame);
    return value;
  };
  if (operator === "=") {
    const value = evaluate(node.value, frame);
    // what a module exports is called once the module has run, by whoever loads it
    if (value.kind === "function" && isExport(target, frame) && !frame.run.executed.has(value.fn))
      return value;
    return assign(value);
  }
  const current = currentValue(target, place, frame);
  const short = operator.slice(0, -1);
  if (short === "??" || short === "||" || short === "&&") {
    const keeps =
      short === "??" ? invert(isNullish(current)) : short === "||" ? truth(current) : invert(truth(current));
    return assign(
      branch(
        frame,
        keeps,
        () => (short === "??" ? withoutNullish(current) : current),
        () => evaluate(node.value, frame),
      ),
    );
  }
  return assign(binary(short, current, evaluate(node.value, frame), frame, node));
}

function currentValue(target: Pattern, place: MemberPlace | undefined, frame: Frame): Value {
  if (target.kind === "Member") return memberOf(target, frame, place).value;
  return target.kind === "Identifier" ? evaluate(target, frame) : UNKNOWN;
}

/** `exports.x`, `module.exports`, `module.exports.x` of the file itself. */
function isExport(target: Pattern, { scope }: Frame): boolean {
  if (target.kind !== "Member") return false;
  const { object, key } = target;
  if (object.kind === "Identifier")
    return (
      !scope.find(object.name) &&
      (object.name === "exports" || (object.name === "module" && key.name === "exports"))
    );
  return isExport(object as Pattern, { scope } as Frame);
}

const invert = (verdict: boolean | undefined): boolean | undefined =>
  verdict === undefined ? undefined : !verdict;

export function evaluateUpdate(node: Expression & { kind: "Update" }, frame: Frame): Value {
  const { argument } = node;
  const place = argument.kind === "Member" ? memberPlace(argument, frame) : undefined;
  const before =
    argument.kind === "Member" ? memberOf(argument, frame, place).value : evaluate(argument, frame);
  const after = binary(node.operator === "++" ? "+" : "-", before, constant(1), frame, node);
  if (argument.kind === "Identifier") {
    const cell = frame.scope.find(argument.name);
    if (cell) frame.run.state.set(cell, "value", after);
  } else if (place) setMember(place.object, place.name, after, frame);
  return node.prefix ? after : before;
}
