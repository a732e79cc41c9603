/**
 * What is looked at in a file: its top level as it runs, then every model, class and function that this did not reach,
 * with free sizes where nothing is known.
 */

import { optionsOf } from "../facts/join.ts";
import { isNothing, type ModuleState } from "../facts/language.ts";
import type { ClassCode, FunctionCode, MethodCode } from "../facts/program.ts";
import type { ClassValue, FunctionValue, ObjectValue, Value } from "../facts/values.ts";
import { RUN_METHOD } from "../facts/vocabulary.ts";
import { type Entry, forgetFields, instancesIn, nameFields, prepareEntries, takeIn } from "./entries.ts";
import { runDeferred } from "./machine/events.ts";
import { OutOfFuel, type Run } from "./machine/run.ts";
import type { Deferred } from "./machine/under-way.ts";
import { freeValue, inputFor, modelInput, modelParameter, siteAt } from "./root-inputs.ts";
import { notesOfFunction } from "./tensors/contracts.ts";
import { recordGraphs } from "./tensors/models.ts";
import { withOpenInputs } from "./tensors/open-inputs.ts";
import { constructorOf, forwardOf, waitsToRun } from "./waits-to-run.ts";

/** Gives the names of guests, which other parts of the file have as well, that would have to be roots here. */
export function analyzeRoots(run: Run, state: ModuleState): readonly string[] {
  const values = run.language
    .declared(state.module)
    .map((name) => state.scope.own(name)?.value)
    .filter((value) => value !== undefined);
  const named = values.filter(
    (value): value is ClassValue => value.kind === "class" && value.file === state.file,
  );
  // `module.exports = class { … }`, which has no name here and which nobody made an instance of
  const unnamed = [...run.classes.values()].filter(
    (cls) =>
      !named.some((other) => other.cls === cls.cls) && !run.instances.some((one) => one.cls?.cls === cls.cls),
  );
  const classes = [...named, ...unnamed];
  const functions = values.filter(
    (value): value is FunctionValue => value.kind === "function" && value.file === state.file,
  );
  const guests = guestsOf(state);
  const own = functions.filter(({ fn }) => !guests.has(fn));
  const root = (body: () => void): void => runRoot(run, body);
  const handedOut = waiting(run);
  guarded(run, () => prepareEntries(run, state, entriesOf(run, state, { values, classes, functions })));
  run.entriesKnown = true;
  root(() => {
    run.deferred = handedOut;
    runDeferred(run, (body) => guarded(run, body));
  });
  for (const value of values.flatMap(optionsOf)) root(() => runInstances(run, state, value));
  // the outermost model usually stands last, and its run covers the blocks above it
  const idle: string[] = [];
  for (const cls of classes.toReversed()) {
    if (!guests.has(cls.cls)) root(() => runClass(run, state, cls));
    else if (waitsToRun(run, state, cls)) idle.push(guests.get(cls.cls)!);
  }
  for (const value of own) root(() => runFunction(run, state, value));
  // handlers, hooks and what functions return: made, and called by somebody else
  for (const [fn, value] of run.closures)
    if (!run.executed.has(fn) && !guests.has(fn)) root(() => runFunction(run, state, value));
  // `if (!model) throw …` of a function that stands in front of the one which makes the model
  for (const value of own) if (run.threw.has(value.fn)) root(() => runFunction(run, state, value, true));
  guarded(run, () => recordGraphs(run));
  for (const { fn } of functions) if (guests.has(fn) && !run.executed.has(fn)) idle.push(guests.get(fn)!);
  return idle;
}

/** Functions and classes that other parts of the file have as well, with their names. */
function guestsOf({ module, scope }: ModuleState): ReadonlyMap<FunctionCode | ClassCode, string> {
  const guests = new Map<FunctionCode | ClassCode, string>();
  for (const name of module.guests ?? []) {
    const value = scope.own(name)?.value;
    if (value?.kind === "function") guests.set(value.fn, name);
    if (value?.kind === "class") guests.set(value.cls, name);
  }
  return guests;
}

/** What the top level handed out; what was written meanwhile is told by the journal, which ends with it. */
function waiting(run: Run): readonly Deferred[] {
  const { deferred } = run;
  run.deferred = [];
  return deferred;
}

/** Whatever may run by itself, for what it writes. */
function entriesOf(
  run: Run,
  state: ModuleState,
  {
    values,
    classes,
    functions,
  }: { values: readonly Value[]; classes: readonly ClassValue[]; functions: readonly FunctionValue[] },
): Entry[] {
  const making = run.language.writes.onlyInConstructors(state.module);
  const declared = new Set(functions.map(({ fn }) => fn));
  const exported = new Set([...state.exports.values()].map((read) => read()));
  const instances = instancesIn(values, state.file);
  const unmade = classes.filter(({ cls }) => !instances.some((instance) => instance.cls?.cls === cls));
  const methodOf = (instance: ObjectValue, member: NamedMethod): void => {
    const method = run.language.member(instance, member.key.name, siteAt(run, state, member));
    if (method.kind === "function") runFunction(run, state, method, true);
  };
  return [
    ...functions
      .filter((value) => exported.has(value) || !run.executed.has(value.fn))
      .map((value) => ({ fn: value.fn, enter: () => runFunction(run, state, value, true) })),
    ...instances.flatMap((instance) =>
      methodsOf(instance.cls!).map((member) => ({
        fn: member.fn,
        making: making.has(member.key.name),
        enter: () => methodOf(instance, member),
      })),
    ),
    // of a class that others make
    ...unmade.flatMap((cls) =>
      methodsOf(cls).map((member) => ({
        fn: member.fn,
        making: making.has(member.key.name),
        enter: () => {
          const instance = instanceOf(run, state, cls);
          if (instance.kind === "object") methodOf(instance, member);
        },
      })),
    ),
    ...classes.flatMap(({ statics, cls }) => [
      ...[...statics.values()].flatMap((value) =>
        value.kind === "function"
          ? [{ fn: value.fn, enter: () => runFunction(run, state, value, true) }]
          : [],
      ),
      ...cls.members.flatMap((member): Entry[] =>
        member.kind === "Method" && member.role === "constructor"
          ? [
              {
                fn: member.fn,
                newborn: true,
                enter: () => runClass(run, state, classes.find((other) => other.cls === cls)!),
              },
            ]
          : [],
      ),
    ]),
    ...[...run.closures]
      .filter(([fn]) => !run.executed.has(fn) && !declared.has(fn))
      .map(([fn, value]) => ({ fn, made: true, enter: () => runFunction(run, state, value, true) })),
  ];
}

/** Names of free sizes start anew with each root, and what it writes is another's no more than perhaps. */
function runRoot(run: Run, body: () => void): void {
  const { names } = run;
  run.names = new Set(names);
  guarded(run, () =>
    run.state.attempt(() => {
      body();
      runDeferred(run, (deferred) => guarded(run, deferred));
    }),
  );
  run.deferred = [];
  run.names = names;
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
      tooMuch ? { model: run.cutModel, by: run.isLate ? "time" : "fuel" } : undefined,
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

/** A model kept in a variable that nobody has run. */
function runInstances(run: Run, state: ModuleState, value: Value): void {
  if (value.kind === "object" && value.base?.module && !run.modelled.has(value.id))
    runModel(run, state, value);
}

/** A class that was never run, or whose forward says in an annotation how it is meant to be run. */
function runClass(run: Run, state: ModuleState, cls: ClassValue): void {
  for (const value of cls.statics.values())
    if (value.kind === "function" && value.home === cls) runFunction(run, state, value);
  if (!waitsToRun(run, state, cls)) return;
  const forward = forwardOf(cls);
  const instance = instanceOf(run, state, cls);
  if (instance.kind !== "object") return;
  if (instance.base?.module && forward) runModel(run, state, instance);
  else if (!instance.base?.module) runMethods(run, state, instance, cls);
}

/** Made of free values. */
function instanceOf(run: Run, state: ModuleState, cls: ClassValue): Value {
  const site = siteAt(run, state, cls.cls.name ?? cls.cls);
  const parameters = constructorOf(cls)?.fn.params ?? [];
  return run.language.construct(cls, {
    ...site,
    args: parameters.map((parameter) => freeValue(run, state, parameter, false)),
  });
}

/** Plain classes that hold models: each public method once, after any of the others. */
function runMethods(run: Run, state: ModuleState, instance: ObjectValue, cls: ClassValue): void {
  const call = (member: NamedMethod, again: boolean): void => {
    const method = run.language.member(instance, member.key.name, siteAt(run, state, member));
    if (method.kind === "function") runFunction(run, state, method, again);
  };
  const methods = methodsOf(cls);
  // `onClick = () => { … }`
  const handlers = [...instance.fields.values()].filter((value) => value.kind === "function");
  const { writes } = run.language;
  const fns = [...methods, ...handlers].map(({ fn }) => fn);
  if (!isNothing(writes.ofFunctions(fns)) || fns.some((fn) => writes.callsParts(fn))) {
    takeIn(run, [
      ...methods.map((member) => () => call(member, true)),
      ...handlers.map((value) => () => runFunction(run, state, value, true)),
    ]);
    forgetFields(run, instance, writes.ofFunctions(fns.filter((fn) => !run.followed.has(fn))));
    nameFields(run, instance);
  }
  for (const member of methods)
    if (!run.executed.has(member.fn)) run.state.attempt(() => call(member, false));
  for (const field of instance.fields.values()) runInstances(run, state, field);
}

type NamedMethod = MethodCode & { readonly key: { readonly name: string } };

const methodsOf = ({ cls }: ClassValue): NamedMethod[] =>
  cls.members.filter(
    (member): member is NamedMethod =>
      member.kind === "Method" && member.role === "method" && !member.static && member.key.name !== undefined,
  );

/** A function nobody called: with its annotations and defaults, else with free sizes. Models it returns are run too. */
function runFunction(run: Run, state: ModuleState, fn: FunctionValue, again = false): void {
  const noted = state.notes.before(fn.fn).length > 0;
  if (run.executed.has(fn.fn) && !noted && !again) return;
  const notes = notesOfFunction(state.notes, fn);
  const args = fn.fn.params.map((parameter) => inputFor(run, state, parameter, notes, false));
  const result = withOpenInputs(run, args, () =>
    run.language.call(fn, { ...siteAt(run, state, fn.fn.name ?? fn.fn), args }),
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
  const forward = run.language.member(instance, RUN_METHOD, site);
  if (forward.kind === "builtin") {
    const args = [modelInput(run, instance, site)];
    withOpenInputs(run, args, () =>
      run.language.call(forward, { ...site, self: instance, args, argSpans: [site.span] }),
    );
  }
  if (forward.kind !== "function") return;
  const notes = notesOfFunction(run.modules.get(forward.file)?.notes ?? state.notes, forward);
  const args = forward.fn.params.map((parameter, i) =>
    i === 0 && instance.inputShape
      ? modelInput(run, instance, site)
      : modelParameter(run, state, instance, parameter, i, notes),
  );
  withOpenInputs(run, args, () =>
    run.language.call(forward, { ...site, args, argSpans: args.map(() => site.span) }),
  );
}
