/** Expressions to abstract values. */

import { anyMember } from "../../facts/aliases.ts";
import { join, optionsOf, union } from "../../facts/join.ts";
import { Scope } from "../../facts/scope.ts";
import type { Value } from "../../facts/values.ts";
import {
  asKey,
  constant,
  currentOf,
  isNullish,
  notKnown,
  SOME_NUMBER,
  UNDEFINED,
  UNKNOWN,
} from "../../facts/vocabulary.ts";
import type { Expression, FunctionNode } from "../../syntax/ir.ts";
import { othersRun } from "../machine/events.ts";
import { type Frame, inScope, spanOf } from "../machine/run.ts";
import { binary, unary } from "./arithmetic.ts";
import { deleteMember, evaluateAssign, evaluateUpdate } from "./assignment.ts";
import { branch, narrowed } from "./branch.ts";
import { makeFunction } from "./call.ts";
import { evaluateCall, evaluateNew, evaluateTagged, siteOf } from "./call-expression.ts";
import { makeClass } from "./classes.ts";
import { evaluateYield } from "./generators.ts";
import { instanceOf } from "./instance-of.ts";
import { evaluateArray, evaluateObject, evaluateTemplate } from "./literals.ts";
import { getMember } from "./members.ts";
import { importModule } from "./modules.ts";
import { keyIn, type MemberPlace } from "./patterns.ts";
import { truth } from "./truth.ts";

export function evaluate(node: Expression, frame: Frame): Value {
  frame.run.burn();
  switch (node.kind) {
    case "Literal":
      return constant(node.value, spanOf(frame, node));
    case "Identifier":
      return read(node, frame);
    case "Member":
      return memberOf(node, frame).value;
    case "Call":
      return evaluateCall(node, frame);
    case "New":
      return evaluateNew(node, frame);
    case "This":
      return frame.self ?? UNKNOWN;
    case "Function":
      return node.fn.name ? functionByName(node.fn, node.fn.name.name, frame) : makeFunction(node.fn, frame);
    case "Class":
      return makeClass(node.cls, frame);
    case "Array":
      return evaluateArray(node, frame);
    case "Object":
      return evaluateObject(node, frame);
    case "TaggedTemplate":
      return evaluateTagged(node, frame);
    case "Template":
      return evaluateTemplate(node.strings, node.values, frame);
    case "Unary":
      if (node.operator === "delete") return deleteMember(node.argument, frame);
      return unary(node.operator, evaluate(node.argument, frame));
    case "Binary":
      if (node.operator === "in") return isIn(evaluate(node.left, frame), evaluate(node.right, frame));
      if (node.operator === "instanceof")
        return instanceOf(evaluate(node.left, frame), evaluate(node.right, frame));
      return binary(node.operator, evaluate(node.left, frame), evaluate(node.right, frame), frame, node);
    case "Logical":
      return evaluateLogical(node, frame);
    case "Conditional":
      return branch(
        frame,
        truth(evaluate(node.test, frame)),
        () => evaluate(node.consequent, narrowed(node.test, true, frame)),
        () => evaluate(node.alternate, narrowed(node.test, false, frame)),
      );
    case "Assign":
      return evaluateAssign(node, frame);
    case "Update":
      return evaluateUpdate(node, frame);
    case "Sequence":
      return node.expressions.reduce<Value>((_, expression) => evaluate(expression, frame), UNDEFINED);
    case "Await":
      return evaluateAwait(node, frame);
    case "Yield":
      return evaluateYield(node, frame);
    case "ImportCall": {
      const specifier = asKey(evaluate(node.source, frame));
      return specifier === undefined
        ? notKnown("imported at run time")
        : importModule(frame.run, specifier, frame.file);
    }
    default:
      return UNKNOWN;
  }
}

/** `const train = function step(n) { … step(n - 1) … }`: only the function itself knows this name. */
function functionByName(fn: FunctionNode, name: string, frame: Frame): Value {
  const scope = new Scope(frame.scope);
  const made = makeFunction(fn, inScope(frame, scope));
  scope.declare(name, made);
  return made;
}

/** While this code waits others run. */
function evaluateAwait({ argument }: Expression & { kind: "Await" }, frame: Frame): Value {
  const { run, waits } = frame;
  if (!argument) return UNKNOWN;
  const value = argument.kind === "Call" ? evaluateCall(argument, frame, true) : evaluate(argument, frame);
  if (waits) waits.first ??= run.state.moment(waits.level + 1);
  othersRun(run, true);
  return value;
}

/** The value of a name; where it is a tensor, the place is noted for hovers. */
function read(node: Expression & { kind: "Identifier" }, frame: Frame): Value {
  const value = currentOf(frame.scope.find(node.name)?.value ?? UNKNOWN);
  if (value.kind === "tensor" && frame.file === frame.run.target && !frame.run.state.silent)
    frame.run.state.record(frame.run.mentions, {
      span: spanOf(frame, node),
      name: node.name,
      tensor: value.tensor,
    });
  return value;
}

/** `name in object`: of results of a model, and of plain objects that are known whole. */
function isIn(name: Value, object: Value): Value {
  const key = asKey(name);
  if (key === undefined || object.kind !== "object" || object.cls || object.optional?.has(key))
    return UNKNOWN;
  if (object.fields.has(key)) return constant(true);
  const whole = object.complete && (!object.base || object.base.name === "results");
  return whole && !(key in Object.prototype) ? constant(false) : UNKNOWN;
}

/**
 * A member, its object (for `this` of a call) and whether an optional chain ended early. `place`: where it is, for one
 * that is written to as well.
 */
export function memberOf(
  node: Expression & { kind: "Member" },
  frame: Frame,
  place?: MemberPlace,
): { value: Value; object: Value } {
  if (node.object.kind === "Super") return superMember(node, frame);
  const object = place ? place.object : evaluate(node.object, frame);
  if (isNullish(object) === true && (node.optional || endsEarly(node.object)))
    return { value: UNDEFINED, object };
  const name = place ? place.name : keyIn(node, frame);
  if (object.kind === "unknown" || isNullish(object) !== false) frame.run.risks++;
  if (name === undefined) return { value: anyElement(object, frame), object };
  // reading null would have thrown, so that what is read is a member of the rest
  const present = withoutNullish(object);
  const member = getMember(present, name, siteOf(node, frame, [], []), frame.run);
  const absent = present !== object && (node.optional || endsEarly(node.object));
  return { value: absent ? join(member, UNDEFINED) : member, object: present };
}

/** Whether an optional chain may have ended in front: all of `a?.b.c()` is undefined where a is. */
export function endsEarly(node: Expression): boolean {
  if (node.kind === "Member") return node.optional || endsEarly(node.object);
  return node.kind === "Call" && (node.optional || endsEarly(node.callee));
}

function superMember(node: Expression & { kind: "Member" }, frame: Frame): { value: Value; object: Value } {
  const object = frame.self ?? UNKNOWN;
  const parent = frame.home?.parent;
  if (!parent || node.key.name === undefined) return { value: UNKNOWN, object };
  return { value: getMember(object, node.key.name, siteOf(node, frame, [], []), frame.run, parent), object };
}

/** `layers[i]` with an unknown i: any of the elements. */
function anyElement(object: Value, frame: Frame): Value {
  frame.run.burn(4);
  if (object.kind === "typed-array") return object.type.startsWith("Big") ? UNKNOWN : SOME_NUMBER;
  if (object.kind === "array" && object.complete && object.elements.length > 0)
    return union(object.elements.flatMap(optionsOf));
  return anyMember(object);
}

/** What `...(first && { inputShape })` spreads: nothing, where the left side is not true, whatever it is. */
export function evaluateSpread(node: Expression, frame: Frame): Value {
  return node.kind === "Logical" && node.operator === "&&"
    ? evaluateLogical(node, frame, constant(false))
    : evaluate(node, frame);
}

/** `skipped`: what stands for a left side of `&&` that is false; itself unless told otherwise. */
function evaluateLogical(node: Expression & { kind: "Logical" }, frame: Frame, skipped?: Value): Value {
  const left = evaluate(node.left, frame);
  const right = (): Value =>
    evaluate(node.right, node.operator === "&&" ? narrowed(node.left, true, frame) : frame);
  if (node.operator === "??") {
    const nullish = isNullish(left);
    return nullish === undefined
      ? branch(frame, undefined, right, () => withoutNullish(left))
      : nullish
        ? right()
        : left;
  }
  const decided = truth(left);
  if (decided === undefined)
    return branch(
      frame,
      undefined,
      node.operator === "&&" ? right : () => left,
      node.operator === "&&" ? () => skipped ?? left : right,
    );
  return decided === (node.operator === "&&") ? right() : left;
}

/** The options that are neither null nor undefined; the value itself where there are no others. */
export function withoutNullish(value: Value): Value {
  if (value.kind !== "union") return value;
  const options = value.options.filter((option) => isNullish(option) !== true);
  return options.length === 0 || options.length === value.options.length ? value : union(options);
}
