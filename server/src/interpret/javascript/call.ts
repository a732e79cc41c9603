/** Calls: functions, methods, constructors, layers and what libraries provide. */

import { aliasesOf } from "../../facts/aliases.ts";
import { join, sameValue, union } from "../../facts/join.ts";
import type { FunctionCode } from "../../facts/program.ts";
import { Scope } from "../../facts/scope.ts";
import type { BuiltinValue, CallSite, FunctionValue, Value } from "../../facts/values.ts";
import { notKnown, RUN_METHOD, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { FunctionNode } from "../../syntax/ir.ts";
import { anyTimes, oneOf } from "../machine/any-times.ts";
import { mayHappen, othersRun, runLater } from "../machine/events.ts";
import { placeOf } from "../machine/reach.ts";
import type { Frame, Run } from "../machine/run.ts";
import type { Call, Given } from "../machine/under-way.ts";
import { resultUnder, underContract } from "../tensors/contracts.ts";
import { noteParameters, recordFunction } from "../tensors/function-facts.ts";
import { moduleOf, runAsModel, runInModule } from "../tensors/models.ts";
import { withOpenInputs } from "../tensors/open-inputs.ts";
import { evaluate } from "./evaluate.ts";
import { type Completion, executeBlock } from "./execute.ts";
import { forgetPassed } from "./forgotten.ts";
import { functionsIn } from "./functions-in.ts";
import { runGenerator } from "./generators.ts";
import { getMember } from "./members.ts";
import { declarePattern, fallbackValue } from "./patterns.ts";
import { functionOf } from "./trees.ts";
import { withVars } from "./var-names.ts";

export function makeFunction(fn: FunctionNode, frame: Frame): FunctionValue {
  const made: FunctionValue = {
    kind: "function",
    fn,
    scope: frame.scope,
    file: frame.file,
    ...(fn.arrow && frame.self && { self: frame.self }),
    ...(fn.arrow && frame.home && { home: frame.home }),
    ...(fn.name && { name: fn.name.name }),
  };
  if (frame.file === frame.run.target) frame.run.state.enter(frame.run.closures, fn, made);
  return made;
}

/** Calls any value with `new`-less semantics. */
export function callValue(callee: Value, site: CallSite, run: Run): Value {
  run.burn(2);
  const module = moduleOf(callee, site);
  if (!module) return invoke(callee, site, run);
  const body = (): Value => runInModule(run, module, site, () => invoke(callee, site, run));
  return run.model === undefined ? runAsModel(run, module, site, body) : body();
}

function invoke(callee: Value, site: CallSite, run: Run): Value {
  switch (callee.kind) {
    case "function":
      return callFunction(callee, site, run);
    case "builtin":
      return callee.call ? noting(site, run, callee) : UNKNOWN;
    case "layer":
    case "object": {
      // a module called as a function runs its forward
      const method = getMember(callee, RUN_METHOD, site, run);
      return method.kind === "function" || method.kind === "builtin"
        ? callValue(method, { ...site, self: callee }, run)
        : UNKNOWN;
    }
    case "union":
      return calledOneOf(callee.options, site, run);
    default:
      if (callee.kind === "const") callee.absent?.report(site.span, site.world);
      run.risks++;
      if (callee.kind === "unknown" && callee.aliases) callPerhaps(callee.aliases, site, run);
      for (const arg of site.args.flatMap(aliasesOf)) if (arg.kind === "object") run.shared.add(arg);
      forgetPassed(site, run);
      callBack(site, run);
      return UNKNOWN;
  }
}

/** What may be called, among what nobody knows: it has done what it does, or not. */
function callPerhaps(aliases: readonly Value[], site: CallSite, run: Run): void {
  const callable = aliases.filter(({ kind }) => kind === "builtin" || (kind === "function" && !run.guessing));
  if (callable.length === 0) return;
  const outer = run.guessing;
  run.guessing = true;
  try {
    anyTimes(run, () => callable.forEach((alias) => void callValue(alias, site, run)), true);
  } finally {
    run.guessing = outer;
  }
}

/** Calls what a library provides, and notes where that goes well. */
function noting(site: CallSite, run: Run, { call, callsBack }: BuiltinValue): Value {
  const { complaints } = run;
  const result = callsBack ? callingBack(site, run, call!) : call!(site);
  if (run.complaints === complaints && !run.state.silent)
    run.state.mark(run.wentWell, placeOf(site.calleeSpan));
  return result;
}

/** What a library does with functions that it is given, and has not called by the time it answers, nobody knows. */
function callingBack(site: CallSite, run: Run, call: (site: CallSite) => Value): Value {
  const given = functionsIn(site.args);
  if (given.length === 0) return call(site);
  const outer = run.called;
  const called = new Set<FunctionCode>();
  run.called = called;
  try {
    return call(site);
  } finally {
    run.called = outer;
    for (const fn of called) outer?.add(fn);
    const kept = given.filter(({ fn }) => !called.has(fn));
    for (const fn of kept) handOut(fn, site, run);
    if (kept.length > 0) othersRun(run, false);
  }
}

/** One of several, nobody knows which: of different models that may be run, none is at fault for certain. */
function calledOneOf(options: readonly Value[], site: CallSite, run: Run): Value {
  const body = (): Value => oneOf(options, run, (option) => callValue(option, site, run));
  const models = options.filter((option) => option.kind === "builtin" && option.runsModel);
  return models.length > 1 ? run.state.silently(body) : body();
}

/**
 * An unknown function may call the functions that it is given any number of times, now or later: what they change may
 * have changed from here on; what they contain is looked at when all else has run.
 */
export function callBack(site: CallSite, run: Run): void {
  for (const fn of functionsIn(site.args)) handOut(fn, site, run);
  othersRun(run, false);
}

/** Somebody unknown has the function: it may run any number of times, now or later. */
export function handOut(fn: FunctionValue, site: CallSite, run: Run): void {
  if (run.calledBack.has(fn.fn)) return;
  run.calledBack.add(fn.fn);
  const body = (): Value => callWithNothing(fn, site, run);
  try {
    // inside of a model it is part of what the model computes
    if (run.model !== undefined) anyTimes(run, body, run.executed.has(fn.fn));
    else runLater(run, fn.fn, body);
  } finally {
    run.calledBack.delete(fn.fn);
  }
}

const callWithNothing = (callee: FunctionValue, site: CallSite, run: Run): Value =>
  callFunction(
    callee,
    {
      ...site,
      free: true,
      args: callee.fn.params.map(() => notKnown("called by something unknown")),
      argSpans: callee.fn.params.map(() => site.span),
    },
    run,
  );

/** The call with arguments that nobody knows, tensors of any shape where there are tensors. */
function callWithAny(callee: FunctionValue, site: CallSite, run: Run): void {
  const args = site.args.map((arg) =>
    arg.kind === "tensor" ? run.world.tensor(null, site.span, { open: true }) : notKnown("any argument"),
  );
  withOpenInputs(run, args, () => callFunction(callee, { ...site, args, free: true }, run));
}

function callFunction(callee: FunctionValue, site: CallSite, run: Run): Value {
  const fn = functionOf(callee.fn);
  run.called?.add(callee.fn);
  // what it does once it has waited meets what the entries of the file have done by then
  if (fn.async && !site.awaited && !run.entriesKnown && !run.state.silent && run.model === undefined)
    return runLater(run, fn, () => callFunction(callee, site, run));
  const given = { args: site.args, self: callee.self ?? site.self, scope: callee.scope };
  const same = callsItself(fn, given, run);
  if (same) {
    same.repeated = true;
    run.risks++;
    return notKnown("it calls itself with nothing that is known");
  }
  if (!run.enter(fn)) {
    run.risks++;
    run.gap(site.span.file, site.span, "calls nested too deep");
    return notKnown("calls nested too deep");
  }
  run.state.mark(run.executed, fn);
  run.stack.push(site.span);
  const again = site.free ? undefined : (): void => callWithAny(callee, site, run);
  const call = { again, node: fn, file: callee.file, from: site.span.file, given };
  try {
    return run.inCall(call, () => bodyOf(callee, site, run));
  } finally {
    run.leave(fn);
    run.stack.pop();
  }
}

/**
 * The call under way that this one repeats: of the same function, with as little known of its arguments, from where code
 * need not run. Following it would tell nothing but that it may go on. One that is decided, by its arguments or by what
 * it has written, comes to its end.
 */
function callsItself(fn: FunctionNode, given: Given, run: Run): Call | undefined {
  let perhaps = false;
  for (let i = run.calls.length - 1; i >= 0; i--) {
    const call = run.calls[i]!;
    perhaps ||= call.undecided > 0 || call.returned;
    if (call.node !== fn || !call.given) continue;
    const { args, self, scope } = call.given;
    const same =
      perhaps &&
      scope === given.scope &&
      args.length === given.args.length &&
      (self === given.self || (self && given.self && sameValue(self, given.self))) &&
      args.every((arg, k) => tellsNoMore(given.args[k]!, arg));
    return same ? call : undefined;
  }
  return undefined;
}

/** Whether a value is the same as another, or as little known. */
const tellsNoMore = (value: Value, other: Value): boolean =>
  (isUnknown(value) && isUnknown(other)) || sameValue(value, other);

const isUnknown = (value: Value): boolean =>
  value.kind === "unknown" || (value.kind === "array" && value.elements.every(isUnknown));

function bodyOf(callee: FunctionValue, site: CallSite, run: Run): Value {
  const fn = functionOf(callee.fn);
  const frame = frameOf(callee, site, run);
  const noted = underContract(callee, site, run);
  bindParameters(fn, noted.site, frame);
  noteParameters(fn, frame);
  const given = fn.generator ? runGenerator(frame, (inside) => runBody(fn, inside)) : runBody(fn, frame);
  if (frame.waits?.first !== undefined && !site.awaited) {
    const later = run.state.since(frame.waits.first);
    run.state.doubt(later);
    mayHappen(run, later);
  }
  const result = resultUnder(noted.contract, callee, given, run);
  recordFunction(callee, frame, result);
  return result;
}

function frameOf(callee: FunctionValue, site: CallSite, run: Run): Frame {
  const fn = functionOf(callee.fn);
  const self = callee.self ?? (fn.arrow ? undefined : site.self);
  const notes = run.modules.get(callee.file)!.notes;
  return {
    run,
    scope: new Scope(callee.scope),
    file: callee.file,
    fn,
    notes,
    ...(self && { self }),
    ...(callee.home && { home: callee.home }),
    ...(fn.async && { waits: { level: run.state.level } }),
  };
}

function runBody(fn: FunctionNode, frame: Frame): Value {
  const { body } = fn;
  if (body.kind !== "Block") return evaluate(body, frame);
  const returned: Value[] = [];
  const completion = frame.run.state.stretch(
    () => executeBlock(body.body, withVars(body.body, frame)),
    (way) => {
      const { kind, ...rest } = way as Completion;
      if (kind === "return" && "value" in rest) returned.push(rest.value);
      return kind === "return";
    },
  );
  if (completion.kind === "throw") frame.run.state.mark(frame.run.threw, fn);
  const last = completion.kind === "return" ? completion.value : UNDEFINED;
  // after undecided returns an end without one is the end of an error path as often as not
  const values = completion.kind === "throw" ? returned : [...returned, last];
  return values.length > 0 ? values.reduce(join) : notKnown("it always throws");
}

/** Parameters get their arguments, defaults where those are absent. */
export function bindParameters(fn: FunctionNode, site: Pick<CallSite, "args" | "more">, frame: Frame): void {
  for (const [i, parameter] of fn.params.entries()) {
    if (parameter.rest) {
      declarePattern(parameter.target, frame.run.world.array(site.args.slice(i), !site.more), frame, {
        parameter: true,
      });
      continue;
    }
    const given = site.args[i] ?? (site.more ? UNKNOWN : UNDEFINED);
    const absent = given.kind === "const" && given.value === undefined;
    let value = absent && parameter.default ? fallbackValue(parameter.default, frame) : given;
    if (given.kind === "union" && parameter.default)
      value = union(
        given.options.map((option) =>
          option.kind === "const" && option.value === undefined
            ? fallbackValue(parameter.default!, frame)
            : option,
        ),
      );
    declarePattern(parameter.target, value, frame, { parameter: true });
  }
}
