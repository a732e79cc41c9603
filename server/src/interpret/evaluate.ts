/** Expressions to abstract values. */
import type { Expression, Spread } from "../syntax/ir.ts";
import { binary, unary } from "./arithmetic.ts";
import { branch, narrowed } from "./branch.ts";
import { callValue, constructValue, makeClass, makeFunction, superCall } from "./call.ts";
import { opaque } from "./free.ts";
import { join } from "./join.ts";
import { getMember, setMember } from "./members.ts";
import { importModule } from "./modules.ts";
import { assignPattern } from "./patterns.ts";
import { type Frame, type Run, spanOf } from "./run.ts";
import { asKey, constant, isNullish, notKnown, truth, UNDEFINED, UNKNOWN } from "./value.ts";
import type { CallSite, ObjectValue, Value } from "./values.ts";

export function evaluate(node: Expression, frame: Frame): Value {
  frame.run.burn();
  switch (node.kind) {
    case "Literal":
      return constant(node.value, spanOf(frame, node));
    case "Identifier":
      return lookup(node.name, frame);
    case "Member":
      return memberOf(node, frame).value;
    case "Call":
      return evaluateCall(node, frame);
    case "New":
      return evaluateNew(node, frame);
    case "This":
      return frame.self ?? UNKNOWN;
    case "Function":
      return makeFunction(node.fn, frame);
    case "Class":
      return makeClass(node.cls, frame);
    case "Array":
      return evaluateArray(node.elements, frame);
    case "Object":
      return evaluateObject(node, frame);
    case "Template":
      return evaluateTemplate(node.strings, node.values, frame);
    case "Unary":
      if (node.operator === "delete") return deleteMember(node.argument, frame);
      return unary(node.operator, evaluate(node.argument, frame));
    case "Binary":
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
      return node.argument ? evaluate(node.argument, frame) : UNKNOWN;
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

function lookup(name: string, frame: Frame): Value {
  return frame.scope.find(name)?.value ?? UNKNOWN;
}

/** A member, its object (for `this` of a call) and whether an optional chain ended early. */
function memberOf(node: Expression & { kind: "Member" }, frame: Frame): { value: Value; object: Value } {
  const object = node.object.kind === "Super" ? UNKNOWN : evaluate(node.object, frame);
  if (node.object.kind === "Super") return superMember(node, frame);
  if (node.optional && isNullish(object) === true) return { value: UNDEFINED, object };
  const name = node.key.computed ? asKey(evaluate(node.key.computed, frame)) : node.key.name;
  if (name === undefined) return { value: anyElement(object, frame), object };
  return { value: getMember(object, name, siteOf(node, frame, [], [])), object };
}

function superMember(node: Expression & { kind: "Member" }, frame: Frame): { value: Value; object: Value } {
  const object = frame.self ?? UNKNOWN;
  const parent = frame.home?.parent;
  if (!parent || node.key.name === undefined) return { value: UNKNOWN, object };
  return { value: getMember(object, node.key.name, siteOf(node, frame, [], []), parent), object };
}

function deleteMember(node: Expression, frame: Frame): Value {
  if (node.kind !== "Member") return constant(true);
  const object = evaluate(node.object, frame);
  const name = node.key.computed ? asKey(evaluate(node.key.computed, frame)) : node.key.name;
  if (object.kind === "object") {
    if (name === undefined) object.complete = false;
    else frame.run.heap.deleteField(object, name);
  }
  return constant(true);
}

/** `layers[i]` with an unknown i: any of the elements. */
function anyElement(object: Value, frame: Frame): Value {
  frame.run.burn(4);
  if (object.kind !== "array" || !object.complete || object.elements.length === 0) return UNKNOWN;
  return object.elements.reduce(join);
}

export function siteOf(
  node: Expression,
  frame: Frame,
  args: readonly Value[],
  argNodes: readonly (Expression | Spread)[],
  callee?: Expression,
): CallSite {
  return {
    args,
    argSpans: argNodes.map((arg, i) => argSpan(arg, args[i], frame)),
    span: spanOf(frame, node),
    calleeSpan: spanOf(frame, callee ? calledName(callee) : node),
    world: frame.run.world,
  };
}

/** The last name of a callee; `conv1.forward` of `this.conv1.forward`, since there the layer's name says what is called. */
function calledName(callee: Expression): { readonly start: number; readonly end: number } {
  if (callee.kind !== "Member") return callee;
  const { object, key } = callee;
  if (key.name !== "forward") return key;
  return { start: (object.kind === "Member" ? object.key : object).start, end: key.end };
}

/** Where an argument is to be mended: the expression itself, or for a helper's parameter what its caller wrote. */
function argSpan(node: Expression | Spread, value: Value | undefined, frame: Frame) {
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
): { values: Value[]; nodes: (Expression | Spread)[]; complete: boolean } {
  const values: Value[] = [];
  const origins: (Expression | Spread)[] = [];
  let complete = true;
  for (const node of nodes) {
    if (node.kind !== "Spread") {
      values.push(evaluate(node, frame));
      origins.push(node);
      continue;
    }
    const list = evaluate(node.argument, frame);
    if (list.kind === "array") {
      for (const element of list.elements) {
        values.push(element);
        origins.push(node);
      }
      if (!list.complete) complete = false;
    } else complete = false;
  }
  return { values, nodes: origins, complete };
}

function evaluateCall(node: Expression & { kind: "Call" }, frame: Frame): Value {
  if (node.callee.kind === "Super") return superCall(node, frame);
  let callee: Value;
  let self: Value | undefined;
  if (node.callee.kind === "Member") {
    const { value, object } = memberOf(node.callee, frame);
    if (node.callee.optional && isNullish(object) === true) return UNDEFINED;
    callee = value;
    self = object;
  } else callee = evaluate(node.callee, frame);
  if (node.optional && isNullish(callee) === true) return UNDEFINED;
  const expectsError = isErrorExpectation(node);
  if (expectsError) frame.run.quiet++;
  try {
    const { values, nodes, complete } = evaluateArguments(node.args, frame);
    const site = { ...siteOf(node, frame, values, nodes, node.callee), ...(self && { self }) };
    if (!complete) {
      frame.run.gap(frame.file, node, "an argument list that is spread from something unknown");
      if (callee.kind !== "function") return UNKNOWN;
    }
    return callValue(callee, site, frame.run);
  } finally {
    if (expectsError) frame.run.quiet--;
  }
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

function evaluateNew(node: Expression & { kind: "New" }, frame: Frame): Value {
  const callee = evaluate(node.callee, frame);
  const { values, nodes, complete } = evaluateArguments(node.args, frame);
  if (!complete) {
    frame.run.gap(frame.file, node, "a constructor's arguments are spread from something unknown");
    if (callee.kind !== "class") return UNKNOWN;
  }
  return constructValue(callee, siteOf(node, frame, values, nodes, node.callee), frame.run);
}

function evaluateArray(elements: readonly (Expression | Spread | undefined)[], frame: Frame): Value {
  const values: Value[] = [];
  let complete = true;
  for (const element of elements) {
    if (element?.kind !== "Spread") {
      values.push(element ? evaluate(element, frame) : UNDEFINED);
      continue;
    }
    const list = frame.run.world.call(
      frame.run.world.get(
        evaluate(element.argument, frame),
        "[Symbol.iterator]",
        siteOf(element.argument, frame, [], []),
      ),
      [],
      siteOf(element.argument, frame, [], []),
    );
    if (list.kind === "array") values.push(...list.elements);
    if (list.kind !== "array" || !list.complete) complete = false;
  }
  return frame.run.world.array(values, complete);
}

function evaluateObject(node: Expression & { kind: "Object" }, frame: Frame): Value {
  const object = frame.run.world.object([]);
  for (const property of node.properties) {
    if (property.kind === "Spread") {
      const source = evaluate(property.argument, frame);
      spreadInto(object, source, frame.run);
      continue;
    }
    const name = property.key.computed ? asKey(evaluate(property.key.computed, frame)) : property.key.name;
    const value =
      property.kind === "Property"
        ? evaluate(property.value, frame)
        : property.role === "get"
          ? callValue(
              makeFunction(property.fn, { ...frame, self: object }),
              siteOf({ ...property.key, kind: "This" }, frame, [], []),
              frame.run,
            )
          : UNKNOWN;
    if (name === undefined) object.complete = false;
    else {
      object.fields.set(
        name,
        withNode(value, property.kind === "Property" ? property.value : undefined, frame),
      );
      if (property.kind === "Property")
        (object.places ??= new Map()).set(name, spanOf(frame, property.value));
    }
  }
  return object;
}

/** `{ ...target, ...source }`: what the source may overwrite is not known any more. */
export function spreadInto(target: ObjectValue, source: Value, run: Run): void {
  if (isNullish(source) === true) return;
  if (source.kind !== "object" || !source.complete) {
    target.complete = false;
    for (const name of target.fields.keys()) run.heap.setField(target, name, opaque(run, name));
  }
  if (source.kind === "object")
    for (const [name, value] of source.fields) run.heap.setField(target, name, value);
}

/** Options remember where their value stands, so that a finding can point at `groups: 3`. */
function withNode(value: Value, node: Expression | undefined, frame: Frame): Value {
  if (!node || value.kind !== "const" || node.kind === "Literal") return value;
  return { ...value, span: argSpan(node, value, frame) };
}

function evaluateTemplate(strings: readonly string[], nodes: readonly Expression[], frame: Frame): Value {
  let text = strings[0]!;
  for (const [i, node] of nodes.entries()) {
    const value = evaluate(node, frame);
    if (value.kind !== "const") return UNKNOWN;
    text += String(value.value) + strings[i + 1]!;
  }
  return constant(text);
}

function evaluateLogical(node: Expression & { kind: "Logical" }, frame: Frame): Value {
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
      node.operator === "&&" ? () => left : right,
    );
  return decided === (node.operator === "&&") ? right() : left;
}

function withoutNullish(value: Value): Value {
  if (value.kind !== "union") return value;
  const options = value.options.filter((option) => isNullish(option) !== true);
  return options.length === 1 ? options[0]! : { kind: "union", options };
}

function evaluateAssign(node: Expression & { kind: "Assign" }, frame: Frame): Value {
  const { target, operator } = node;
  if (operator === "=") {
    const value = evaluate(node.value, frame);
    assignPattern(target, value, frame);
    return value;
  }
  const current =
    target.kind === "Identifier" || target.kind === "Member" ? evaluate(target, frame) : UNKNOWN;
  const short = operator.slice(0, -1);
  if (short === "??" || short === "||" || short === "&&") {
    const keeps =
      short === "??" ? invert(isNullish(current)) : short === "||" ? truth(current) : invert(truth(current));
    const value = branch(
      frame,
      keeps,
      () => current,
      () => evaluate(node.value, frame),
    );
    assignPattern(target, value, frame);
    return value;
  }
  const value = binary(short, current, evaluate(node.value, frame), frame, node);
  assignPattern(target, value, frame);
  return value;
}
const invert = (verdict: boolean | undefined): boolean | undefined =>
  verdict === undefined ? undefined : !verdict;

function evaluateUpdate(node: Expression & { kind: "Update" }, frame: Frame): Value {
  const { argument } = node;
  const before = evaluate(argument, frame);
  const after = binary(node.operator === "++" ? "+" : "-", before, constant(1), frame, node);
  if (argument.kind === "Identifier") {
    const cell = frame.scope.find(argument.name);
    if (cell) frame.run.heap.setCell(cell, after);
  } else if (argument.kind === "Member") {
    const name = argument.key.computed ? asKey(evaluate(argument.key.computed, frame)) : argument.key.name;
    setMember(evaluate(argument.object, frame), name, after, frame);
  }
  return node.prefix ? after : before;
}
