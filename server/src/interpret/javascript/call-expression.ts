/** Calls and `new` as they are written: the callee, the arguments, and where each of them stands. */

import type { Span } from "../../facts/span.ts";
import type { CallSite, Value } from "../../facts/values.ts";
import { constant, isNullish, RUN_METHOD, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Expression, Spread } from "../../syntax/ir.ts";
import { type Frame, type Run, spanOf } from "../machine/run.ts";
import { branch } from "./branch.ts";
import { callValue } from "./call.ts";
import { constructValue, superCall } from "./classes.ts";
import { endsEarly, evaluate, memberOf, withoutNullish } from "./evaluate.ts";
import { ofCanvas } from "./image-data.ts";
import { named } from "./named.ts";
import { noteUndeclared } from "./undeclared.ts";

const NO_SPANS: readonly Span[] = [];

export function siteOf(
  node: Expression,
  frame: Frame,
  args: readonly Value[],
  argNodes: readonly (Expression | Spread)[],
  callee?: Expression,
): CallSite {
  const span = spanOf(frame, node);
  return {
    args,
    argSpans: argNodes.length === 0 ? NO_SPANS : argNodes.map((arg, i) => argSpan(arg, args[i], frame)),
    span,
    calleeSpan: callee ? spanOf(frame, calledName(callee)) : span,
    world: frame.run.world,
  };
}

/** The last name of a callee; `conv1.forward` of `this.conv1.forward`, since there the layer's name says what is called. */
function calledName(callee: Expression): { readonly start: number; readonly end: number } {
  if (callee.kind !== "Member") return callee;
  const { object, key } = callee;
  if (key.name !== RUN_METHOD) return key;
  return { start: (object.kind === "Member" ? object.key : object).start, end: key.end };
}

/** Where an argument is to be mended: the expression itself, or for a helper's parameter what its caller wrote. */
export function argSpan(node: Expression | Spread, value: Value | undefined, frame: Frame) {
  if (
    node.kind === "Identifier" &&
    value?.kind === "const" &&
    value.span &&
    frame.scope.find(node.name)?.parameter
  )
    return value.span;
  return spanOf(frame, node);
}

export function evaluateArguments(
  nodes: readonly (Expression | Spread)[],
  frame: Frame,
): { values: Value[]; nodes: readonly (Expression | Spread)[]; complete: boolean } {
  if (nodes.every(({ kind }) => kind !== "Spread"))
    return { values: nodes.map((node) => evaluate(node as Expression, frame)), nodes, complete: true };
  const values: Value[] = [];
  const origins: (Expression | Spread)[] = [];
  let complete = true;
  for (const node of nodes) {
    if (node.kind !== "Spread") {
      const value = evaluate(node, frame);
      values.push(complete ? value : UNKNOWN); // how many stand in front of it nobody knows
      origins.push(node);
      continue;
    }
    const list = evaluate(node.argument, frame);
    if (list.kind === "array" && complete) {
      for (const element of list.elements) {
        values.push(element);
        origins.push(node);
      }
      if (!list.complete) complete = false;
    } else complete = false;
  }
  return { values, nodes: origins, complete };
}

export function evaluateCall(node: Expression & { kind: "Call" }, frame: Frame, awaited = false): Value {
  if (node.callee.kind === "Super") return superCall(node, frame);
  let callee: Value;
  let self: Value | undefined;
  if (node.callee.kind === "Member") {
    const { value, object } = memberOf(node.callee, frame);
    callee = value;
    self = object;
  } else callee = evaluate(node.callee, frame);
  const skips = node.optional || endsEarly(node.callee);
  if (skips && isNullish(callee) === true) return UNDEFINED;
  const present = withoutNullish(callee);
  const call = (): Value => callWith(present, self, node, frame, awaited);
  if (skips && present !== callee) return branch(frame, undefined, call, () => UNDEFINED);
  return call();
}

/** `tag`…${x}…`: the texts between as a list, and what stands in them. */
export function evaluateTagged(node: Expression & { kind: "TaggedTemplate" }, frame: Frame): Value {
  const { tag, strings, values: nodes } = node;
  const { value, object } =
    tag.kind === "Member" ? memberOf(tag, frame) : { value: evaluate(tag, frame), object: undefined };
  const texts = frame.run.world.array(strings.map((text) => constant(text)));
  const args = [texts, ...nodes.map((inner) => evaluate(inner, frame))];
  const site = siteOf(node, frame, args, [tag, ...nodes], tag);
  return callValue(value, { ...site, ...(object && { self: object }) }, frame.run);
}

/** What is written into while it is made: no object is made of others, for there are thousands of calls. */
type Filled<T> = { -readonly [K in keyof T]: T[K] };

function callWith(
  callee: Value,
  self: Value | undefined,
  node: Expression & { kind: "Call" },
  frame: Frame,
  awaited: boolean,
): Value {
  const body = (): Value => {
    const { values: given, nodes, complete } = evaluateArguments(node.args, frame);
    const forLibrary = callee.kind === "builtin" && callee.callsBack;
    const values = forLibrary ? given.map((value, i) => named(value, nodes[i], frame)) : given;
    noteUndeclared(node.callee, callee, values, frame);
    const site: Filled<CallSite> = siteOf(node, frame, values, nodes, node.callee);
    if (awaited) site.awaited = true;
    if (!complete) site.more = true;
    if (self && node.callee.kind === "Member") {
      site.self = self;
      site.selfSpan = spanOf(frame, node.callee.object);
    }
    if (!complete) {
      frame.run.gap(frame.file, node, "an argument list that is spread from something unknown");
      if (callee.kind !== "function") return spreadInto(callee, site, frame.run);
    }
    const canvas =
      callee.kind === "unknown" && node.callee.kind === "Member"
        ? ofCanvas(node.callee.key.name, site)
        : undefined;
    if (canvas) return canvas;
    return callValue(callee, site, frame.run);
  };
  return isErrorExpectation(node) ? frame.run.state.silently(body) : body();
}

/** A list to which nobody knows how many are added has an unknown length; anything else that takes them is not followed. */
export function spreadInto(callee: Value, { self, args }: CallSite, { state }: Run): Value {
  if (self?.kind !== "array" || callee.kind !== "builtin") return UNKNOWN;
  if (callee.name === "push") state.setElements(self, [...self.elements, ...args], false);
  else if (["unshift", "splice"].includes(callee.name)) state.scramble(self, args);
  return UNKNOWN;
}

/** `expect(() => …).toThrow()` and `assert.throws(…)`: whoever writes this wants the error. */
function isErrorExpectation({ callee }: Expression & { kind: "Call" }): boolean {
  const name =
    callee.kind === "Member" ? callee.key.name : callee.kind === "Identifier" ? callee.name : undefined;
  return (
    name !== undefined &&
    /^(throws|rejects|toThrow\w*|expect|expectThrows|assertThrows|assertRejects)$/.test(name)
  );
}

export function evaluateNew(node: Expression & { kind: "New" }, frame: Frame): Value {
  const callee = evaluate(node.callee, frame);
  const { values, nodes, complete } = evaluateArguments(node.args, frame);
  if (!complete) {
    frame.run.gap(frame.file, node, "a constructor's arguments are spread from something unknown");
    if (callee.kind !== "class") return UNKNOWN;
  }
  const site = { ...siteOf(node, frame, values, nodes, node.callee), ...(!complete && { more: true }) };
  return constructValue(callee, site, frame.run);
}
