/** Calls: functions, methods, constructors, layers and what libraries provide. */
import type { ClassNode, Expression, FunctionNode, Member } from "../syntax/ir.ts";
import { evaluate, evaluateArguments, siteOf } from "./evaluate.ts";
import { executeBlock } from "./execute.ts";
import { noteParameters, recordFunction } from "./facts.ts";
import { Scope } from "./heap.ts";
import { join, union } from "./join.ts";
import { getMember } from "./members.ts";
import { modelOf, runAsModel } from "./models.ts";
import { declarePattern } from "./patterns.ts";
import { type Frame, inScope, type Run, spanOf } from "./run.ts";
import { asKey, giveName, notKnown, UNDEFINED, UNKNOWN } from "./value.ts";
import type { CallSite, ClassValue, FunctionValue, ObjectValue, Value } from "./values.ts";

export const makeFunction = (fn: FunctionNode, frame: Frame): Value => ({
  kind: "function",
  fn,
  scope: frame.scope,
  file: frame.file,
  ...(fn.arrow && frame.self && { self: frame.self }),
  ...(fn.arrow && frame.home && { home: frame.home }),
  ...(fn.name && { name: fn.name.name }),
});

/** Calls any value with `new`-less semantics. */
export function callValue(callee: Value, site: CallSite, run: Run): Value {
  run.burn(2);
  const instance = modelOf(callee, site, run);
  if (instance) return runAsModel(run, instance, site, () => callValue(callee, site, run));
  switch (callee.kind) {
    case "function":
      return callFunction(callee, site, run);
    case "builtin":
      return callee.call ? callee.call(site) : UNKNOWN;
    case "layer":
    case "object": {
      // a module called as a function runs its forward
      const method = getMember(callee, "forward", site);
      return method.kind === "function" || method.kind === "builtin"
        ? callValue(method, { ...site, self: callee }, run)
        : UNKNOWN;
    }
    case "union":
      return union(callee.options.map((option) => callValue(option, site, run)));
    default:
      callBack(site, run);
      return UNKNOWN;
  }
}

/** An unknown function may call its function arguments: they are run once with nothing known, for what they contain. */
function callBack(site: CallSite, run: Run): void {
  for (const arg of site.args) {
    if (arg.kind !== "function" || run.executed.has(arg.fn)) continue;
    callFunction(
      arg,
      {
        ...site,
        args: arg.fn.params.map(() => notKnown("called by something unknown")),
        argSpans: arg.fn.params.map(() => site.span),
      },
      run,
    );
  }
}

function callFunction(callee: FunctionValue, site: CallSite, run: Run): Value {
  const { fn } = callee;
  if (fn.generator) return notKnown("a generator");
  if (run.tooDeep || run.stack.filter((span) => span === site.span).length > 12) {
    run.gap(site.span.file, site.span, "calls nested too deep");
    return notKnown("calls nested too deep");
  }
  run.executed.add(fn);
  run.stack.push(site.span);
  try {
    const frame = frameOf(callee, site, run);
    bindParameters(fn, site, frame);
    noteParameters(fn, frame);
    const result = runBody(fn, frame);
    recordFunction(callee, frame, result);
    return result;
  } finally {
    run.stack.pop();
  }
}

function frameOf(callee: FunctionValue, site: CallSite, run: Run): Frame {
  const self = callee.self ?? (callee.fn.arrow ? undefined : site.self);
  const notes = run.modules.get(callee.file)!.notes;
  return {
    run,
    scope: new Scope(callee.scope),
    file: callee.file,
    fn: callee.fn,
    notes,
    returns: [],
    ...(self && { self }),
    ...(callee.home && { home: callee.home }),
  };
}

function runBody(fn: FunctionNode, frame: Frame): Value {
  if (fn.body.kind !== "Block") return evaluate(fn.body, frame);
  const completion = executeBlock(fn.body.body, frame);
  const last = completion.kind === "return" ? completion.value : UNDEFINED;
  if (frame.returns.length === 0) return last;
  // after undecided returns an end without one is the end of an error path as often as not
  const values = completion.kind === "throw" ? frame.returns : [...frame.returns, last];
  return values.reduce(join);
}

/** Parameters get their arguments, defaults where those are absent. */
export function bindParameters(fn: FunctionNode, site: Pick<CallSite, "args">, frame: Frame): void {
  for (const [i, parameter] of fn.params.entries()) {
    if (parameter.rest) {
      declarePattern(parameter.target, frame.run.world.array(site.args.slice(i)), frame, true);
      continue;
    }
    const given = site.args[i] ?? UNDEFINED;
    const absent = given.kind === "const" && given.value === undefined;
    let value = absent && parameter.default ? evaluate(parameter.default, frame) : given;
    if (given.kind === "union" && parameter.default)
      value = union(
        given.options.map((option) =>
          option.kind === "const" && option.value === undefined
            ? evaluate(parameter.default!, frame)
            : option,
        ),
      );
    declarePattern(parameter.target, value, frame, true);
    if (parameter.property && parameter.target.kind === "Identifier" && frame.self?.kind === "object") {
      frame.run.heap.setField(frame.self, parameter.target.name, value);
      if (
        (value.kind === "layer" || value.kind === "object") &&
        (value.name === undefined || value.name === parameter.target.name)
      )
        value.name = parameter.target.name;
    }
  }
}

// ── classes ─────────────────────────────────────────────────────────────────────────────────────────────────────

export function makeClass(cls: ClassNode, frame: Frame): ClassValue {
  const scope = new Scope(frame.scope);
  const parent = cls.superClass && evaluate(cls.superClass, frame);
  const value: ClassValue = {
    kind: "class",
    cls,
    scope,
    file: frame.file,
    statics: new Map(),
    name: cls.name?.name ?? "",
    ...(parent && { parent }),
  };
  if (cls.name) scope.declare(cls.name.name, value);
  const inside: Frame = { ...inScope(frame, scope), self: value, home: value };
  for (const member of cls.members) {
    if (member.kind === "StaticBlock") executeBlock(member.body.body, inside);
    else if (member.static) {
      const name = keyOf(member, inside);
      if (name === undefined) continue;
      if (member.kind === "Field")
        value.statics.set(name, member.init ? evaluate(member.init, inside) : UNDEFINED);
      else if (member.role === "method")
        value.statics.set(name, {
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
    return union(callee.options.map((option) => constructValue(option, site, run)));
  if (callee.kind !== "class") {
    callBack(site, run);
    return UNKNOWN;
  }
  if (run.tooDeep) return notKnown("calls nested too deep");
  const base = libraryBase(callee);
  const self: ObjectValue = {
    kind: "object",
    id: run.heap.nextId(),
    cls: callee,
    fields: new Map(),
    complete: true,
    site: site.span,
    ...(base && { base }),
  };
  run.instances.push(self);
  run.stack.push(site.span);
  try {
    initialize(callee, self, site, run);
  } finally {
    run.stack.pop();
  }
  return self;
}

/** The library's class at the end of the chain of `extends`. */
function libraryBase(cls: ClassValue): (Value & { kind: "builtin" }) | undefined {
  for (let at: Value | undefined = cls; at; at = at.kind === "class" ? at.parent : undefined)
    if (at.kind === "builtin") return at;
  return undefined;
}

/** Runs the constructor of `cls` (or the one it inherits), and its fields where a constructor would. */
function initialize(cls: Value | undefined, self: ObjectValue, site: CallSite, run: Run): void {
  if (!cls) return;
  if (cls.kind === "builtin") {
    cls.init?.(site, self);
    return;
  }
  if (cls.kind !== "class") {
    self.complete = false;
    return;
  }
  const constructor = cls.cls.members.find(
    (member) => member.kind === "Method" && member.role === "constructor",
  );
  const frame: Frame = {
    run,
    scope: new Scope(cls.scope),
    file: cls.file,
    self,
    home: cls,
    notes: run.modules.get(cls.file)!.notes,
    returns: [],
  };
  if (constructor?.kind !== "Method") {
    initialize(cls.parent, self, site, run);
    initializeFields(cls, frame);
    return;
  }
  run.executed.add(constructor.fn);
  const inside: Frame = { ...frame, fn: constructor.fn };
  bindParameters(constructor.fn, site, inside);
  // a derived class gets its fields when super() returns, see superCall
  if (!cls.parent) initializeFields(cls, frame);
  if (constructor.fn.body.kind === "Block") executeBlock(constructor.fn.body.body, inside);
}

function initializeFields(cls: ClassValue, frame: Frame): void {
  for (const member of cls.cls.members) {
    if (member.kind !== "Field" || member.static || frame.self?.kind !== "object") continue;
    const name = keyOf(member, frame);
    if (name === undefined) continue;
    if (!member.init) {
      // a declaration for the constructor to fill; parameter properties were set before
      if (!frame.self.fields.has(name)) frame.run.heap.setField(frame.self, name, UNDEFINED);
      continue;
    }
    const value = evaluate(member.init, frame);
    frame.run.heap.setField(frame.self, name, value);
    giveName(value, name, spanOf(frame, member.key));
    if (value.kind === "tensor")
      frame.run.bindings.push({ span: spanOf(frame, member.key), name, tensor: value.tensor, role: "field" });
  }
}

/** `super(…)`: the parent's constructor, then this class's fields. */
export function superCall(node: Expression & { kind: "Call" }, frame: Frame): Value {
  const { values, nodes } = evaluateArguments(node.args, frame);
  if (frame.self?.kind !== "object" || !frame.home) return UNKNOWN;
  initialize(frame.home.parent, frame.self, siteOf(node, frame, values, nodes), frame.run);
  initializeFields(frame.home, frame);
  return UNDEFINED;
}
