/**
 * What is looked at in a file: its top level as it runs, then every model, class and function that this did not reach,
 * with free sizes where nothing is known.
 */

import type { ShapeNote } from "../facts/annotations.ts";
import { optionsOf } from "../facts/join.ts";
import { size, UNDEFINED, UNKNOWN } from "../facts/value.ts";
import type { CallSite, ClassValue, FunctionValue, ObjectValue, Value } from "../facts/values.ts";
import type { Member, Parameter, TypeNote } from "../syntax/ir.ts";
import { callValue } from "./javascript/call.ts";
import { constructValue } from "./javascript/classes.ts";
import { getMember } from "./javascript/members.ts";
import { freeNumber, opaque } from "./machine/free.ts";
import { type ModuleState, OutOfFuel, type Run } from "./machine/run.ts";
import { noteFor, notesOfFunction, typeNote } from "./tensors/contracts.ts";
import { recordGraphs } from "./tensors/models.ts";
import { withOpenInputs } from "./tensors/open-inputs.ts";

export function analyzeRoots(run: Run, state: ModuleState): void {
  const values = namesIn(state)
    .map((name) => state.scope.own(name)?.value)
    .filter((value) => value !== undefined);
  for (const value of values.flatMap(optionsOf)) root(run, () => runInstances(run, state, value));
  const classes = values.filter(
    (value): value is ClassValue => value.kind === "class" && value.file === state.file,
  );
  // the outermost model usually stands last, and its run covers the blocks above it
  for (const cls of classes.reverse()) root(run, () => runClass(run, state, cls));
  const functions = values.filter(
    (value): value is FunctionValue => value.kind === "function" && value.file === state.file,
  );
  for (const value of functions) root(run, () => runFunction(run, state, value));
  // handlers, hooks and what functions return: made, and called by somebody else
  for (const [fn, value] of run.closures)
    if (!run.executed.has(fn)) root(run, () => runFunction(run, state, value));
  // `if (!model) throw …` of a function that stands in front of the one which makes the model
  for (const value of functions)
    if (run.threw.has(value.fn)) {
      root(run, () => runFunction(run, state, value, true));
    }
  guarded(run, () => recordGraphs(run));
}

/** Names of free sizes start anew with each root. */
function root(run: Run, body: () => void): void {
  const { names } = run;
  run.names = new Set(names);
  guarded(run, body);
  for (const name of names) run.state.mark(run.names, name);
}

/** Each root has its own fuel; what one has used up does not end the analysis of the others. */
export function guarded(run: Run, body: () => void): void {
  run.refuel();
  try {
    body();
  } catch (error) {
    const tooMuch = error instanceof OutOfFuel || error instanceof RangeError;
    run.gap(
      run.target,
      { start: 0, end: 0 },
      tooMuch ? "the analysis was cut short: too much to follow" : "a mistake in ConvLens ended the analysis",
      tooMuch ? undefined : failureOf(error),
    );
  } finally {
    run.stack.length = 0;
    run.model = undefined;
    run.paths = new Map();
  }
}

/** What a report of the mistake needs. */
export const failureOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Whether a type's text, `{ x: tf.Tensor; training?: boolean }`, gives the member a tensor's type. */
const isTypedTensor = (member: string, type: string): boolean =>
  type.split(/[{};,]/).some((part) => {
    const colon = part.indexOf(":");
    const name = part
      .slice(0, colon)
      .replace(/\?\s*$/, "")
      .trim();
    return colon > 0 && name === member && /^\s*[\w.]*Tensor\b(?!\s*\[)/.test(part.slice(colon + 1));
  });

/** Names declared at the top level, in source order. */
function namesIn(state: ModuleState): string[] {
  const names: string[] = [];
  for (const statement of state.module.body) {
    const inner = statement.kind === "ExportDefault" ? statement.value : statement;
    if (inner.kind === "VariableDeclaration")
      for (const { target } of inner.declarations) if (target.kind === "Identifier") names.push(target.name);
    if (inner.kind === "FunctionDeclaration" && inner.fn.name) names.push(inner.fn.name.name);
    if (inner.kind === "ClassDeclaration" && inner.cls.name) names.push(inner.cls.name.name);
    if (statement.kind === "ExportDefault") names.push("*default*");
  }
  return [...new Set(names)];
}

/** A model kept in a variable that nobody has run. */
function runInstances(run: Run, state: ModuleState, value: Value): void {
  if (value.kind === "object" && value.base?.module && !run.modelled.has(value.id))
    runModel(run, state, value);
}

/** A class that was never run, or whose forward says in an annotation how it is meant to be run. */
function runClass(run: Run, state: ModuleState, cls: ClassValue): void {
  for (const value of cls.statics.values())
    if (value.kind === "function" && value.home === cls) runFunction(run, state, value);
  const forward = cls.cls.members.find(
    (member) =>
      member.kind === "Method" && member.role === "method" && !member.static && member.key.name === "forward",
  );
  const ctor = constructorOf(cls);
  if (forward?.kind === "Method") {
    const noted = state.notes.before(forward).length > 0;
    const modelled = run.models.some(
      (model) =>
        model.kind === "class" && model.span.start === cls.cls.name?.start && model.span.file === cls.file,
    );
    if (run.executed.has(forward.fn) && (!noted || modelled)) return;
  } else if (ctor?.kind === "Method" && cls.cls.members.includes(ctor) && run.executed.has(ctor.fn)) return;
  const site = siteAt(run, state, cls.cls.name ?? cls.cls);
  const parameters = ctor?.kind === "Method" ? ctor.fn.params : [];
  const instance = constructValue(
    cls,
    { ...site, args: parameters.map((parameter) => freeValue(run, state, parameter, false)) },
    run,
  );
  if (instance.kind !== "object") return;
  if (instance.base?.module && forward) runModel(run, state, instance);
  else if (!instance.base?.module) runMethods(run, state, instance, cls);
}

/** The constructor that `new` runs: the class's own, or the one it inherits. */
function constructorOf(cls: ClassValue): Member | undefined {
  for (let at: Value | undefined = cls; at?.kind === "class"; at = at.parent) {
    const own = at.cls.members.find((member) => member.kind === "Method" && member.role === "constructor");
    if (own) return own;
  }
  return undefined;
}

/** Plain classes that hold models: each public method once. */
function runMethods(run: Run, state: ModuleState, instance: ObjectValue, cls: ClassValue): void {
  for (const member of cls.cls.members) {
    if (
      member.kind !== "Method" ||
      member.role !== "method" ||
      member.static ||
      member.key.name === undefined ||
      run.executed.has(member.fn)
    )
      continue;
    const method = getMember(instance, member.key.name, siteAt(run, state, member), run);
    if (method.kind === "function") runFunction(run, state, method);
  }
  for (const field of instance.fields.values()) runInstances(run, state, field);
}

/** A function nobody called: with its annotations and defaults, else with free sizes. Models it returns are run too. */
function runFunction(run: Run, state: ModuleState, fn: FunctionValue, again = false): void {
  const noted = state.notes.before(fn.fn).length > 0;
  if (run.executed.has(fn.fn) && !noted && !again) return;
  const notes = notesOfFunction(state.notes, fn);
  const args = fn.fn.params.map((parameter) => inputFor(run, state, parameter, notes, false));
  const result = withOpenInputs(run, args, () =>
    callValue(fn, { ...siteAt(run, state, fn.fn.name ?? fn.fn), args }, run),
  );
  for (const option of optionsOf(result)) {
    if (option.kind === "object") {
      if (fn.name !== undefined) run.world.name(option, fn.name);
      runInstances(run, state, option);
    }
    if (option.kind === "array") for (const element of option.elements) runInstances(run, state, element);
  }
}

function runModel(run: Run, state: ModuleState, instance: ObjectValue): void {
  const site = siteAt(
    run,
    state,
    instance.cls?.cls.name ?? { start: instance.site?.start ?? 0, end: instance.site?.end ?? 0 },
  );
  const forward = getMember(instance, "forward", site, run);
  if (forward.kind === "builtin") {
    const args = [modelInput(run, instance, site)];
    withOpenInputs(run, args, () =>
      callValue(forward, { ...site, self: instance, args, argSpans: [site.span] }, run),
    );
  }
  if (forward.kind !== "function") return;
  const notes = notesOfFunction(run.modules.get(forward.file)?.notes ?? state.notes, forward);
  const args = forward.fn.params.map((parameter, i) =>
    i === 0 && instance.inputShape
      ? modelInput(run, instance, site)
      : inputFor(run, state, parameter, notes, true),
  );
  withOpenInputs(run, args, () =>
    callValue(forward, { ...site, args, argSpans: args.map(() => site.span) }, run),
  );
}

/** The input of a model that nobody has run: as noted where it is declared, else open. */
const modelInput = (run: Run, { inputShape }: ObjectValue, { span }: CallSite): Value =>
  run.world.tensor(inputShape ?? null, span, { name: "x", ...(!inputShape && { open: true }) });

/** The value of a parameter when nobody calls: its annotation, a tensor, a default or something free. */
function inputFor(
  run: Run,
  state: ModuleState,
  parameter: Parameter,
  notes: readonly ShapeNote[],
  model: boolean,
): Value {
  const name = parameter.target.kind === "Identifier" ? parameter.target.name : undefined;
  const span = { file: state.file, start: parameter.target.start, end: parameter.target.end };
  const note = noteFor(notes, name) ?? typeNote(parameter.type);
  if (note && !note.error) return run.world.tensor(note.shape, span, name === undefined ? {} : { name });
  if (parameter.default && !isTensorType(parameter.type)) return UNDEFINED;
  const tensor = isTensorType(parameter.type) || (model && !parameter.type && name !== undefined);
  if (tensor && !parameter.optional)
    return run.world.tensor(null, span, { open: true, ...(name !== undefined && { name }) });
  if (parameter.target.kind === "ObjectPattern" && !parameter.default)
    return namedInputs(run, state, parameter, notes);
  return freeValue(run, state, parameter, true);
}

/** `{ ids, mask }: { ids: Tensor; mask: Tensor }`: an input for each tensor that is taken out of the argument. */
function namedInputs(
  run: Run,
  state: ModuleState,
  { target, type }: Parameter,
  notes: readonly ShapeNote[],
): Value {
  const input = run.world.object([]);
  run.state.set(input, "complete", false);
  for (const { key, start, end } of target.kind === "ObjectPattern" ? target.properties : []) {
    if (key.name === undefined) continue;
    const note = notes.find(({ name }) => name === key.name);
    const typed = isTypedTensor(key.name, type?.text ?? "");
    if (!note?.shape && !typed) continue;
    const extra = { name: key.name, ...(!note?.shape && { open: true }) };
    run.state.setField(
      input,
      key.name,
      run.world.tensor(note?.shape ?? null, { file: state.file, start, end }, extra),
    );
  }
  return input.fields.size > 0 ? input : opaque(run, "options");
}

const isTensorType = (type: TypeNote | undefined): boolean =>
  type?.name !== undefined &&
  /(^|\.)(Tensor|Tensor[1-5]D|Variable|SymbolicTensor)$|^mx\.array$/.test(type.name) &&
  !type.text.endsWith("[]");

/** A free size for numbers, nothing for the rest; a default where there is one. */
function freeValue(run: Run, state: ModuleState, parameter: Parameter, absentFirst: boolean): Value {
  if (parameter.rest) return UNKNOWN;
  if (parameter.default) return UNDEFINED;
  const name = parameter.target.kind === "Identifier" ? parameter.target.name : undefined;
  const bound = name === undefined ? undefined : state.notes.lets.get(name);
  if (bound !== undefined) return size(bound);
  if (parameter.optional) return absentFirst ? UNKNOWN : UNDEFINED;
  const type = parameter.type?.text ?? "any";
  const span = { file: state.file, start: parameter.target.start, end: parameter.target.end };
  for (const dialect of run.context.dialects) {
    const known = dialect.parameter?.(type, span, run.world);
    if (known) return known;
  }
  if (type === "number") return freeNumber(run, name ?? "size");
  return /Tensor|=>|^(string|boolean)$/.test(type) ? UNKNOWN : opaque(run, name ?? "options");
}

function siteAt(
  run: Run,
  state: ModuleState,
  node: { readonly start: number; readonly end: number },
): CallSite {
  const span = { file: state.file, start: node.start, end: node.end };
  return { args: [], argSpans: [], span, calleeSpan: span, world: run.world };
}
