/** Array and object literals, spreads and templates. */

import { add, type Dim, isUnknown } from "@convlens/engine/specs";
import { perhaps } from "../../facts/aliases.ts";
import { countOf, join, optionsOf } from "../../facts/join.ts";
import type { Span } from "../../facts/span.ts";
import type { FunctionValue, ObjectValue, Value } from "../../facts/values.ts";
import {
  asKey,
  constant,
  currentOf,
  HOLE,
  isNullish,
  notKnown,
  UNDEFINED,
  UNKNOWN,
} from "../../facts/vocabulary.ts";
import type { Expression, Node } from "../../syntax/ir.ts";
import { elementsOf } from "../machine/elements.ts";
import { opaque } from "../machine/free.ts";
import { type Frame, type Run, spanOf } from "../machine/run.ts";
import { callValue, makeFunction } from "./call.ts";
import { argSpan, siteOf } from "./call-expression.ts";
import { evaluate, evaluateSpread } from "./evaluate.ts";
import { joinTexts } from "./locations.ts";
import { named } from "./named.ts";
import { functionOf } from "./trees.ts";

export function evaluateArray(node: Expression & { kind: "Array" }, frame: Frame): Value {
  const values: Value[] = [];
  const later: Value[] = []; // behind a spread of nobody knows how many
  let complete = true;
  let count: Dim | undefined = 0;
  const more = (n: Dim | undefined): void => {
    count = count === undefined || n === undefined || isUnknown(n) ? undefined : add(count, n);
  };
  for (const element of node.elements) {
    if (element?.kind !== "Spread") {
      const value = element ? named(evaluate(element, frame), element, frame) : HOLE;
      (complete ? values : later).push(value);
      more(1);
      continue;
    }
    const source = evaluate(element.argument, frame);
    const list = elementsOf(source, siteOf(element.argument, frame, [], []));
    (complete ? values : later).push(...(list?.elements ?? []));
    if (!list?.complete) complete = false;
    more(source.kind === "typed-array" ? source.length : list && countOf(list));
  }
  return frame.run.world.array(values, complete, later.length > 0 ? perhaps(later) : undefined, count);
}

export function evaluateObject(node: Expression & { kind: "Object" }, frame: Frame): Value {
  const { state } = frame.run;
  const object = frame.run.world.object([]);
  const places = new Map<string, Span>();
  const keyPlaces = new Map<string, Span>();
  state.set(object, "places", places);
  state.set(object, "keyPlaces", keyPlaces);
  for (const property of node.properties) {
    if (property.kind === "Spread") {
      const source = evaluateSpread(property.argument, frame);
      spreadInto(object, source, frame.run);
      continue;
    }
    const name = property.key.computed ? asKey(evaluate(property.key.computed, frame)) : property.key.name;
    if (property.kind !== "Property" && property.role === "set" && name !== undefined) {
      const setter = makeFunction(property.fn, frame);
      state.set(object, "setters", new Map([...(object.setters ?? []), [name, setter]]));
      if (!object.fields.has(name)) state.setField(object, name, UNKNOWN);
      continue;
    }
    const value =
      property.kind === "Property"
        ? named(evaluate(property.value, frame), property.value, frame)
        : property.role === "get"
          ? got({ ...makeFunction(property.fn, frame), self: object }, property.key, frame)
          : UNKNOWN;
    if (value.kind === "function" && !functionOf(value.fn).arrow && frame.run.closures.has(value.fn))
      frame.run.state.enter(frame.run.closures, value.fn, { ...value, self: object });
    if (name === undefined) state.setSomeField(object, value);
    else {
      state.setField(
        object,
        name,
        withNode(value, property.kind === "Property" ? property.value : undefined, frame),
      );
      if (property.kind === "Property") {
        places.set(name, spanOf(frame, property.value));
        keyPlaces.set(name, spanOf(frame, property.key));
      }
    }
  }
  return object;
}

/** What a getter gives, each time that it is read. */
function got(getter: FunctionValue, key: Node, frame: Frame): Value {
  const site = siteOf({ kind: "This", start: key.start, end: key.end }, frame, [], []);
  return { ...notKnown("what a getter gives"), current: () => callValue(getter, site, frame.run) };
}

/** `{ ...target, ...source }`: what the source may overwrite is not known any more. */
export function spreadInto(target: ObjectValue, source: Value, run: Run): void {
  const options = optionsOf(source);
  // `...(first && { inputShape })`: a field of some options is theirs or what it was
  const whole = options.every((option) => isEmpty(option) || (option.kind === "object" && option.complete));
  if (!whole) {
    run.state.set(target, "complete", false);
    for (const name of target.fields.keys()) run.state.setField(target, name, opaque(run, name));
  }
  const objects = options.filter((option) => option.kind === "object");
  for (const name of new Set(objects.flatMap(({ fields }) => [...fields.keys()]))) {
    const steady =
      target.fields.has(name) ||
      options.every((option) => option.kind === "object" && hasItsPlace(option, name));
    const before = target.fields.get(name) ?? UNDEFINED;
    const values = options.map((option): Value => {
      if (option.kind !== "object") return before;
      const given = currentOf(option.fields.get(name) ?? before);
      return option.optional?.has(name) ? join(given, before) : given;
    });
    run.state.setField(target, name, values.reduce(join));
    if (!steady) run.state.set(target, "misplaced", new Set([...(target.misplaced ?? []), name]));
  }
}

/** Whether a field is there, and in the order of the fields where it stands. */
const hasItsPlace = ({ fields, optional, misplaced }: ObjectValue, name: string): boolean =>
  fields.has(name) && !optional?.has(name) && !misplaced?.has(name);

/** What a spread takes nothing from: `false`, `null`, a number. */
const isEmpty = (value: Value): boolean =>
  isNullish(value) === true || (value.kind === "const" && typeof value.value !== "string");

/** Options remember where their value stands, so that a finding can point at `groups: 3`. */
function withNode(value: Value, node: Expression | undefined, frame: Frame): Value {
  if (!node || value.kind !== "const" || node.kind === "Literal") return value;
  return { ...value, span: argSpan(node, value, frame), read: true };
}

export function evaluateTemplate(
  strings: readonly string[],
  nodes: readonly Expression[],
  frame: Frame,
): Value {
  const values: Value[] = [constant(strings[0]!)];
  for (const [i, node] of nodes.entries()) values.push(evaluate(node, frame), constant(strings[i + 1]!));
  return joinTexts(values, frame.file);
}
