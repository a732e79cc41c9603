/** Classes: made, instantiated with their fields and constructors in the language's order, reached by super. */

import { nextId, Scope } from "../../facts/scope.ts";
import type { CallSite, ClassValue, ObjectValue, Value } from "../../facts/values.ts";
import { asKey, giveName, notKnown, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { ClassNode, Expression, Member } from "../../syntax/ir.ts";
import { oneOf } from "../machine/any-times.ts";
import { type Frame, inScope, type Run, spanOf } from "../machine/run.ts";
import { underNote } from "../tensors/contracts.ts";
import { bindParameters, callBack } from "./call.ts";
import { evaluateArguments, siteOf } from "./call-expression.ts";
import { evaluate } from "./evaluate.ts";
import { type Completion, executeBlock } from "./execute.ts";
import { classOf, functionOf } from "./trees.ts";
import { withVars } from "./var-names.ts";

export function makeClass(cls: ClassNode, frame: Frame): ClassValue {
  const scope = new Scope(frame.scope);
  const parent = cls.superClass && evaluate(cls.superClass, frame);
  const value: ClassValue = {
    kind: "class",
    id: nextId(),
    cls,
    scope,
    file: frame.file,
    statics: new Map(),
    name: cls.name?.name ?? "",
    ...(parent && { parent }),
  };
  if (cls.name) scope.declare(cls.name.name, value);
  const { state } = frame.run;
  if (frame.file === frame.run.target) state.enter(frame.run.classes, cls, value);
  const inside: Frame = { ...inScope(frame, scope), self: value, home: value };
  for (const member of cls.members) {
    if (member.kind === "StaticBlock") executeBlock(member.body.body, withVars(member.body.body, inside));
    else if (!member.static && member.kind === "Method") keyOf(member, inside);
    else if (member.static) {
      const name = keyOf(member, inside);
      if (name === undefined) continue;
      if (member.kind === "Field")
        state.setField(value, name, member.init ? evaluate(member.init, inside) : UNDEFINED);
      else if (member.role === "method")
        state.setField(value, name, {
          kind: "function",
          fn: member.fn,
          scope,
          self: value,
          file: frame.file,
          home: value,
          name,
        });
    }
  }
  return value;
}

const keyOf = (member: Exclude<Member, { kind: "StaticBlock" }>, frame: Frame): string | undefined =>
  member.key.computed ? asKey(evaluate(member.key.computed, frame)) : member.key.name;

/** `new callee(…)`. */
export function constructValue(callee: Value, site: CallSite, run: Run): Value {
  run.burn(3);
  if (callee.kind === "builtin") return callee.construct ? callee.construct(site) : UNKNOWN;
  if (callee.kind === "union")
    return oneOf(callee.options, run, (option) => constructValue(option, site, run));
  if (callee.kind !== "class") {
    run.risks++;
    callBack(site, run);
    return UNKNOWN;
  }
  if (!run.enter(callee.cls)) return notKnown("calls nested too deep");
  const base = libraryBase(callee);
  const self: ObjectValue = {
    kind: "object",
    id: nextId(),
    cls: callee,
    fields: new Map(),
    complete: true,
    site: site.span,
    ...(base && { base }),
  };
  run.state.record(run.instances, self);
  run.stack.push(site.span);
  try {
    return initialize(callee, self, site, run) ?? self;
  } finally {
    run.leave(callee.cls);
    run.stack.pop();
  }
}

/** The library's class at the end of the chain of `extends`. */
function libraryBase(cls: ClassValue): (Value & { kind: "builtin" }) | undefined {
  for (let at: Value | undefined = cls; at; at = at.kind === "class" ? at.parent : undefined)
    if (at.kind === "builtin") return at;
  return undefined;
}

/**
 * Runs the constructor of `cls` (or the one it inherits), and its fields where a constructor would. What it returns in
 * place of the instance, `return new Proxy(this, …)`, nobody knows.
 */
function initialize(cls: Value | undefined, self: ObjectValue, site: CallSite, run: Run): Value | undefined {
  if (!cls) return undefined;
  if (cls.kind === "builtin") {
    cls.init?.(site, self);
    return undefined;
  }
  if (cls.kind !== "class") {
    run.state.set(self, "complete", false);
    return undefined;
  }
  const { members } = classOf(cls.cls);
  const ctor = members.find((member) => member.kind === "Method" && member.role === "constructor");
  const frame: Frame = {
    run,
    scope: new Scope(cls.scope),
    file: cls.file,
    self,
    home: cls,
    notes: run.modules.get(cls.file)!.notes,
  };
  if (ctor?.kind !== "Method") {
    const other = initialize(cls.parent, self, site, run);
    initializeFields(cls, frame);
    return other;
  }
  run.state.mark(run.executed, ctor.fn);
  const inside: Frame = { ...frame, fn: ctor.fn };
  const again = site.free ? undefined : (): void => void constructWithAny(self, site, run);
  const call = { again, node: ctor.fn, file: cls.file, from: site.span.file, given: undefined };
  let returnsOther = false;
  run.inCall(call, () => {
    bindParameters(ctor.fn, site, inside);
    // a derived class gets its fields when super() returns, see superCall
    if (!cls.parent) initializeOwn(cls, inside);
    const { body } = ctor.fn;
    if (body.kind !== "Block") return;
    const end = run.state.stretch(
      () => executeBlock(body.body, withVars(body.body, inside)),
      (way) => {
        returnsOther ||= givesOther(way as Completion, self);
        return (way as Completion).kind === "return";
      },
    );
    returnsOther ||= givesOther(end, self);
  });
  return returnsOther ? UNKNOWN : undefined;
}

/** Whether a constructor ends with another object than the instance; primitives are passed over. */
const givesOther = (way: Completion, self: ObjectValue): boolean =>
  way.kind === "return" && way.value.kind !== "const" && way.value !== self;

/** The instance's class once more, with arguments that nobody knows. */
function constructWithAny({ cls }: ObjectValue, site: CallSite, run: Run): void {
  const args = site.args.map((): Value => notKnown("any argument"));
  if (cls) constructValue(cls, { ...site, args, free: true }, run);
}

/** What the class itself gives an instance: `constructor(readonly width: number)`, then its fields. */
function initializeOwn(cls: ClassValue, frame: Frame): void {
  const { self, run, scope } = frame;
  for (const { property, target } of frame.fn ? functionOf(frame.fn).params : []) {
    if (!property || target.kind !== "Identifier" || self?.kind !== "object") continue;
    const value = scope.find(target.name)?.value ?? UNKNOWN;
    run.state.setField(self, target.name, value);
    run.world.name(value, target.name);
  }
  initializeFields(cls, frame);
}

function initializeFields(cls: ClassValue, frame: Frame): void {
  for (const member of classOf(cls.cls).members) {
    if (member.kind !== "Field" || member.static || frame.self?.kind !== "object") continue;
    const name = keyOf(member, frame);
    if (name === undefined) continue;
    if (!member.init) {
      // a declaration for the constructor to fill; parameter properties were set before
      if (!frame.self.fields.has(name) || /\.[cm]?jsx?$/.test(frame.file))
        frame.run.state.setField(frame.self, name, UNDEFINED);
      continue;
    }
    const declared = { name, place: member.key, type: member.type, value: member.init };
    const value = underNote(member, declared, evaluate(member.init, frame), frame);
    frame.run.state.setField(frame.self, name, value);
    giveName(frame.run.state, value, name, spanOf(frame, member.key));
    if (value.kind === "tensor")
      frame.run.state.record(frame.run.bindings, {
        span: spanOf(frame, member.key),
        name,
        tensor: value.tensor,
        role: "field",
      });
  }
}

/** `super(…)`: the parent's constructor, then this class's fields. */
export function superCall(node: Expression & { kind: "Call" }, frame: Frame): Value {
  const { values, nodes, complete } = evaluateArguments(node.args, frame);
  if (frame.self?.kind !== "object" || !frame.home) return UNKNOWN;
  const site = { ...siteOf(node, frame, values, nodes), ...(!complete && { more: true }) };
  initialize(frame.home.parent, frame.self, site, frame.run);
  initializeOwn(frame.home, frame);
  return UNDEFINED;
}
