/** Destructuring: values into names and places. */

import { anyMember } from "../../facts/aliases.ts";
import { join } from "../../facts/join.ts";
import type { Scope } from "../../facts/scope.ts";
import type { Value } from "../../facts/values.ts";
import { asKey, giveName, isNullish, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Expression, Node, Pattern, PatternElement } from "../../syntax/ir.ts";
import { elementsOf } from "../machine/elements.ts";
import { underName } from "../machine/free.ts";
import { type Frame, spanOf } from "../machine/run.ts";
import { siteOf } from "./call-expression.ts";
import { evaluate } from "./evaluate.ts";
import { getMember } from "./members.ts";
import { setMember } from "./set-member.ts";

/** Declares the names of a pattern; those of a `var` are declared already, in `home`. */
export function declarePattern(
  pattern: Pattern,
  value: Value,
  frame: Frame,
  { parameter = false, home = frame.scope }: { readonly parameter?: boolean; readonly home?: Scope } = {},
): void {
  bind(pattern, value, frame, (name, bound, node) => {
    const { state } = frame.run;
    const named = giveName(state, underName(frame.run, bound, name), name, spanOf(frame, node));
    const cell = home === frame.vars ? home.own(name) : undefined;
    if (cell) state.set(cell, "value", named);
    else home.declare(name, named, parameter);
    recordBinding(name, bound, node, frame, parameter ? "parameter" : "variable");
  });
}

/** Assigns to what a pattern names. */
export function assignPattern(pattern: Pattern, value: Value, frame: Frame): void {
  bind(pattern, value, frame, (name, bound, node) => {
    const cell = frame.scope.find(name);
    const held = bound.kind === "unknown" ? underName(frame.run, bound, name) : bound;
    const named = giveName(frame.run.state, held, name, spanOf(frame, node));
    if (cell) frame.run.state.set(cell, "value", named);
    // a script's assignment to a name that nobody declared makes a global
    else frame.run.modules.get(frame.file)?.scope.declare(name, named);
    recordBinding(name, bound, node, frame, "variable");
  });
}

type Give = (name: string, value: Value, node: Pattern) => void;

function bind(pattern: Pattern, value: Value, frame: Frame, give: Give): void {
  switch (pattern.kind) {
    case "Identifier":
      give(pattern.name, value, pattern);
      return;
    case "Member":
      assignMember(pattern, memberPlace(pattern, frame), value, frame);
      return;
    case "ArrayPattern": {
      const { start, end } = pattern;
      const list = elementsOf(value, siteOf({ kind: "This", start, end }, frame, [], []));
      if (value.kind === "array" && value.sizesOf && !pattern.rest)
        frame.run.state.set(
          value.sizesOf,
          "sizeNames",
          pattern.elements.map((element) =>
            element?.target.kind === "Identifier" ? element.target.name : undefined,
          ),
        );
      const beyond = (i: number, element: PatternElement): Value | undefined => {
        if (!list?.complete) return list?.rest ?? UNKNOWN;
        return value.kind === "array" ? value.lacks?.(String(i), spanOf(frame, element.target)) : undefined;
      };
      for (const [i, element] of pattern.elements.entries())
        if (element) bindElement(element, list?.elements[i] ?? beyond(i, element), frame, give);
      if (pattern.rest)
        bind(
          pattern.rest,
          list
            ? frame.run.world.array(list.elements.slice(pattern.elements.length), list.complete, list.rest)
            : UNKNOWN,
          frame,
          give,
        );
      return;
    }
    case "ObjectPattern": {
      const taken: (string | undefined)[] = [];
      for (const property of pattern.properties) {
        const name = property.key.computed
          ? asKey(evaluate(property.key.computed, frame))
          : property.key.name;
        taken.push(name);
        bindElement(
          property.value,
          name === undefined
            ? anyMember(value)
            : getMember(
                value,
                name,
                siteOf({ kind: "This", start: property.start, end: property.end }, frame, [], []),
                frame.run,
              ),
          frame,
          give,
        );
      }
      if (pattern.rest) bind(pattern.rest, restOf(value, taken, frame), frame, give);
      return;
    }
  }
}

/** What a member is written to; an undefined name is any. */
export interface MemberPlace {
  readonly object: Value;
  readonly name: string | undefined;
}

export const memberPlace = (node: Expression & { kind: "Member" }, frame: Frame): MemberPlace => ({
  object: evaluate(node.object, frame),
  name: keyIn(node, frame),
});

export const keyIn = ({ key }: Expression & { kind: "Member" }, frame: Frame): string | undefined =>
  key.computed ? asKey(evaluate(key.computed, frame)) : key.name;

/** `object.name = value`. */
export function assignMember(
  { key }: Expression & { kind: "Member" },
  { object, name }: MemberPlace,
  value: Value,
  frame: Frame,
): void {
  const { run } = frame;
  const inObject = name !== undefined && object.kind === "object";
  if (inObject) giveName(run.state, value, name, spanOf(frame, key));
  setMember(object, name, inObject && value.kind === "unknown" ? underName(run, value, name) : value, frame);
  if (name !== undefined) recordBinding(name, value, key, frame, "field");
}

function bindElement(element: PatternElement, value: Value | undefined, frame: Frame, give: Give): void {
  bind(element.target, withDefault(value, element.default, frame), frame, give);
}

function withDefault(value: Value | undefined, fallback: Expression | undefined, frame: Frame): Value {
  if (!fallback || (value && isNullish(value) === false)) return value ?? UNKNOWN;
  if (value === undefined || (value.kind === "const" && value.value === undefined))
    return fallbackValue(fallback, frame);
  return value.kind === "const" ? value : join(value, fallbackValue(fallback, frame));
}

/**
 * What stands in for what is not given. An empty list is there to be given by somebody: it says nothing of how long the
 * list is that the code behind it is written for; nor does one in an object of options.
 */
export function fallbackValue(fallback: Expression, frame: Frame): Value {
  if (isEmptyList(fallback)) return frame.run.world.array([], false);
  const value = evaluate(fallback, frame);
  if (fallback.kind !== "Object" || value.kind !== "object") return value;
  for (const property of fallback.properties) {
    if (property.kind !== "Property" || property.key.name === undefined || !isEmptyList(property.value))
      continue;
    const list = value.fields.get(property.key.name);
    if (list?.kind === "array") frame.run.state.setElements(list, [], false);
  }
  return value;
}

const isEmptyList = (node: Expression): boolean => node.kind === "Array" && node.elements.length === 0;

/** What is left of an object without the names that were taken; undefined: one that nobody knows. */
function restOf(value: Value, taken: readonly (string | undefined)[], frame: Frame): Value {
  if (value.kind !== "object") return UNKNOWN;
  const rest = frame.run.world.object([...value.fields].filter(([name]) => !taken.includes(name)));
  frame.run.state.set(rest, "complete", value.complete);
  if (value.optional) frame.run.state.set(rest, "optional", value.optional);
  if (value.misplaced) frame.run.state.set(rest, "misplaced", value.misplaced);
  if (taken.includes(undefined)) frame.run.state.deleteSomeField(rest);
  return rest;
}

function recordBinding(
  name: string,
  value: Value,
  node: Node,
  frame: Frame,
  role: "variable" | "parameter" | "field",
): void {
  if (value.kind === "tensor")
    frame.run.state.record(frame.run.bindings, {
      span: spanOf(frame, node),
      name,
      tensor: value.tensor,
      role,
    });
}
