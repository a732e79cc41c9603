/**
 * The state that an entry of a file starts with: whatever its top level has left, joined with all that any code in reach
 * may have written by then.
 *
 *   let rows = [];
 *   export function add(row) { rows.push(row); }
 *   export function train() { return tf.stack(rows); }      // of how many rows nobody knows
 */
import { optionsOf } from "../facts/join.ts";
import { isNothing, type LateWrites, type ModuleState } from "../facts/language.ts";
import type { FunctionCode } from "../facts/program.ts";
import { type Changes, NO_CHANGES } from "../facts/state.ts";
import type { ObjectValue, Value } from "../facts/values.ts";
import { isNullish, UNKNOWN } from "../facts/vocabulary.ts";
import { moved } from "./machine/any-times.ts";
import { opaque, underName } from "./machine/free.ts";
import { OutOfFuel, type Run } from "./machine/run.ts";

/**
 * Joins the state with what `entries` write, tried one by one, and with what the text of functions that nobody followed
 * tells. Files that write nothing later cost nothing here.
 */
export function prepareEntries(run: Run, state: ModuleState, all: readonly Entry[]): void {
  const entries = all.filter(writerOf(run, state)).map(({ enter }) => enter);
  const others = [...run.modules.values()].filter((module) => module !== state);
  takeIn(run, entries, (changes) => {
    run.state.record(run.entries, changes);
    run.state.hasTakenIn(run.entries);
  });
  const { writes } = run.language;
  const known = new Set(run.followed);
  const written = [
    writes.ofModule(state.module, (fn) => known.has(fn)),
    ...others.map(({ module }) => writes.ofModule(module)),
  ];
  const { changes } = run.state.attempt(() => forget(run, [state, ...others], written));
  run.state.merge(changes, NO_CHANGES, (after) => after);
  run.state.record(run.entries, changes);
  run.state.mayHaveAgain(run.entries, moved); // every root starts with it
  for (const [name, cell] of state.scope.all())
    if (cell.id > 0 && cell.value.kind === "unknown")
      run.state.set(cell, "value", underName(run, cell.value, name));
}

/** What fields hold that nobody knows, under their names: it stays the same until something else may run. */
export function nameFields(run: Run, instance: ObjectValue): void {
  for (const [name, field] of instance.fields)
    if (field.kind === "unknown") run.state.setField(instance, name, underName(run, field, name));
}

/**
 * Joins the state with what `entries` write, each from what those before it have written, and once more while that is
 * news: what one of them writes another may read and write.
 */
export function takeIn(
  run: Run,
  entries: readonly (() => void)[],
  note: (changes: Changes) => void = () => {},
): void {
  for (let round = 0, news = true; news && round < ROUNDS; round++) {
    news = false;
    // there and back: whoever fills what others read stands before them or behind
    for (const entry of round % 2 === 0 ? entries : entries.toReversed()) {
      const changes = effectsOf(run, entry);
      if (!changes) continue;
      const { version } = run.state;
      run.state.mayHave(changes, moved);
      news ||= run.state.version !== version;
      note(changes);
    }
  }
}

/** Something that may run by itself. */
export interface Entry {
  readonly fn?: FunctionCode; // absent: whatever a class does
  readonly made?: boolean; // while other code ran, with variables of that code
  readonly newborn?: boolean; // a constructor
  readonly making?: boolean; // a part of its object's constructor, which nobody else calls
  readonly enter: () => void;
}

/** Whether an entry may write anything that was there before it; one that does not is done with. */
function writerOf(run: Run, state: ModuleState): (entry: Entry) => boolean {
  const { writes } = run.language;
  if (isNothing(writes.ofModule(state.module))) return () => false;
  const names = new Set(
    [...run.modules.values()].flatMap(({ scope }) => [...scope.all()].map(([name]) => name)),
  );
  const fields = new Set<string>();
  walkValues(
    [...run.modules.values()].flatMap(({ scope }) =>
      [...scope.all()].filter(([, { id }]) => id > 0).map(([, { value }]) => value),
    ),
    (value) => {
      if (value.kind === "object" && (!value.base || value.cls))
        for (const name of value.fields.keys()) fields.add(name);
      if (value.kind === "class") for (const name of value.statics.keys()) fields.add(name);
    },
  );
  const some = (set: ReadonlySet<string>, known: ReadonlySet<string>): boolean =>
    [...set].some((name) => known.has(name));
  const mayWrite = writes.writers(
    state.module,
    (found, newborn) =>
      some(found.names, names) ||
      some(found.changedNames, names) ||
      some(found.others, fields) ||
      (!newborn && some(found.own, fields)),
  );
  return ({ fn, made, making, newborn }) => {
    if (fn === undefined) return true;
    if ((!making && mayWrite(fn, newborn === true)) || (made && !isNothing(writes.ofFunctions([fn]))))
      return true;
    for (const inner of writes.within(fn)) run.followed.add(inner);
    return false;
  };
}

const ROUNDS = 2;

/** What an entry writes, run by itself without a word; nothing where that takes too long: its text tells. */
function effectsOf(run: Run, entry: () => void): Changes | undefined {
  const { onlyEffects } = run;
  try {
    run.refuel(ENTRY_FUEL);
    run.onlyEffects = true;
    const { changes } = run.attempt(
      () => {
        entry();
        for (const fn of run.executed) run.followed.add(fn);
      },
      { trial: true, watched: true },
    );
    return changes.size > 0 ? changes : undefined;
  } catch (error) {
    if (!(error instanceof OutOfFuel || error instanceof RangeError)) throw error;
    return undefined;
  } finally {
    run.onlyEffects = onlyEffects;
    run.deferred = [];
    run.stack.length = 0;
    run.model = undefined;
    run.paths = new Map();
  }
}

const ENTRY_FUEL = 60_000;

/** Objects of the file's own classes that its variables hold. */
export function instancesIn(values: readonly Value[], file: string): readonly ObjectValue[] {
  const found: ObjectValue[] = [];
  walkValues(values, (value) => {
    if (value.kind === "object" && value.cls?.file === file && found.length < MOST_INSTANCES)
      found.push(value);
  });
  return found;
}

const MOST_INSTANCES = 20;

/** Calls `visit` with all values that are reached from some, each once. */
function walkValues(values: Iterable<Value>, visit: (value: Value) => void): void {
  const seen = new Set<Value>();
  const open = [...values];
  for (let value = open.pop(); value; value = open.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    visit(value);
    if (value.kind === "union") for (const option of value.options) open.push(option);
    else if (value.kind === "array") for (const element of value.elements) open.push(element);
    else if (value.kind === "object") for (const field of value.fields.values()) open.push(field);
    else if (value.kind === "class") for (const member of value.statics.values()) open.push(member);
  }
}

/** Makes unknown what functions write that were not followed, and what an importer is to fill. */
function forget(run: Run, modules: readonly ModuleState[], written: readonly LateWrites[]): void {
  const fields = new Set(written.flatMap((writes) => [...writes.fields]));
  const changedFields = new Set(written.flatMap((writes) => [...writes.changedFields]));
  const reached: Value[] = [];
  for (const [i, { scope, required }] of modules.entries()) {
    const { names, changedNames } = written[i]!;
    if (required) reached.push(required());
    for (const [name, cell] of scope.all()) {
      if (cell.id === 0) continue; // an import: it is the other module's
      if (names.has(name)) run.state.set(cell, "value", opaque(run, name));
      else if (changedNames.has(name)) forgetContents(run, cell.value);
      reached.push(cell.value);
    }
  }
  if (fields.size + changedFields.size > 0)
    walkValues(reached, (value) => forgetFields(run, value, { fields, changedFields }));
  for (const { exports, required } of modules) {
    for (const read of exports.values()) fillExported(run, read(), 2);
    if (required) fillExported(run, required(), 3);
  }
}

/** What functions that nobody followed write into the fields of an object, as their text tells. */
export function forgetFields(
  run: Run,
  value: Value,
  { fields, changedFields }: Pick<LateWrites, "fields" | "changedFields">,
): void {
  if (value.kind === "object" && value.base && !value.cls) return; // a library's: its fields are its own
  if (value.kind !== "object" && value.kind !== "class") return;
  for (const [name, field] of value.kind === "object" ? value.fields : value.statics) {
    if (field.kind === "function") continue;
    if (fields.has(name)) run.state.setField(value, name, opaque(run, name));
    else if (changedFields.has(name)) forgetContents(run, field);
  }
}

/** A list, map or object that somebody has changed. */
function forgetContents(run: Run, value: Value): void {
  for (const option of optionsOf(value)) {
    if (option.kind === "array") run.state.scramble(option, [UNKNOWN]);
    if (option.kind !== "object") continue;
    for (const name of option.fields.keys()) run.state.setField(option, name, UNKNOWN);
    run.state.set(option, "complete", false);
  }
}

/** Who exports an empty list, or an object with nothing in a field, means others to fill it. */
function fillExported(run: Run, value: Value, depth: number): void {
  if (value.kind === "array" && value.complete && value.elements.length === 0)
    run.state.scramble(value, [UNKNOWN]);
  if (value.kind !== "object" || (value.base && !value.cls) || depth === 0) return;
  for (const [name, field] of value.fields) {
    if (isNullish(field) === true) run.state.setField(value, name, opaque(run, name));
    else fillExported(run, field, depth - 1);
  }
}
