/** Source files as modules: imports, exports and what libraries provide. */

import { notesOf } from "../../facts/annotations.ts";
import { answersFor } from "../../facts/dialect.ts";
import { union } from "../../facts/join.ts";
import type { ModuleState } from "../../facts/language.ts";
import { modelNotesOf } from "../../facts/model-notes.ts";
import { Scope } from "../../facts/scope.ts";
import type { Value } from "../../facts/values.ts";
import { notKnown, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Module, Statement } from "../../syntax/ir.ts";
import { namesIn } from "../../syntax/walk.ts";
import { libraryNamed } from "../machine/free.ts";
import type { Frame, Run } from "../machine/run.ts";
import { makeFunction } from "./call.ts";
import { makeClass } from "./classes.ts";
import { declareExports } from "./commonjs.ts";
import { beginsDeclaration, nameDeclaredIn } from "./declarations.ts";
import { executeBlock } from "./execute.ts";
import { canvasModule } from "./image-data.ts";
import { fileModule, importedFile } from "./locations.ts";
import { patchesIn } from "./patches.ts";
import { declareGlobals } from "./primitives.ts";
import { reactModule } from "./react-hooks.ts";
import { sharpModule } from "./sharp.ts";
import { moduleOf } from "./trees.ts";
import { withVars } from "./var-names.ts";

/** The state of a file, its top level run once. Undefined where there is no such file. */
export function loadModule(run: Run, file: string): ModuleState | undefined {
  const known = run.modules.get(file);
  if (known) return known;
  const module = run.context.load(file);
  if (!module) return undefined;
  const globals = new Scope();
  declareGlobals(globals, run, file);
  for (const { id, globals: names = [] } of run.context.dialects)
    for (const name of names) {
      const namespace = libraryNamed(run, name)!;
      globals.declareLazy(name, () => {
        state.library ??= id; // a page's script imports nothing, and speaks of this library all the same
        return namespace;
      });
    }
  const somewhere = new Set<string | undefined>(["window", "self", "global", "require", "module"]);
  for (const { globals: names = [] } of run.context.dialects) for (const name of names) somewhere.add(name);
  const everything: Value = {
    kind: "builtin",
    name: "globalThis",
    get: (name) => {
      const value = globals.own(name)?.value ?? UNKNOWN;
      return somewhere.has(name) ? union([value, UNDEFINED]) : value; // `if (globalThis.window)` asks where it runs
    },
  };
  for (const name of ["globalThis", "window", "self", "global"]) globals.declare(name, everything);
  // of a module that others import, `require.main === module` is false
  const imported = file !== run.target;
  const text = run.context.text(file) ?? "";
  const required = imported ? declareExports(globals, run, text) : undefined;
  globals.declare("require", {
    kind: "builtin",
    name: "require",
    get: (name) => (name === "main" && imported ? UNDEFINED : undefined),
    call: ({ args: [specifier] }) =>
      specifier?.kind === "const" ? importModule(run, String(specifier.value), file) : UNKNOWN,
  });
  const state: ModuleState = {
    file,
    module,
    scope: new Scope(globals),
    notes: notesOf(text, module.comments, beginsDeclaration),
    modelNotes: modelNotesOf(text, module.comments, nameDeclaredIn),
    exports: new Map(),
    stars: [],
    libraries: [],
    required,
    importsOf: new Map(),
    done: false,
  };
  run.modules.set(file, state);
  for (const name of patchesIn(text)) run.patched.add(name);
  runTopLevel(run, state);
  state.done = true;
  return state;
}

function runTopLevel(run: Run, state: ModuleState): void {
  const frame: Frame = { run, scope: state.scope, file: state.file, notes: state.notes };
  const outer = run.model;
  run.model = undefined;
  const { body } = moduleOf(state.module);
  for (const statement of body)
    if (statement.kind === "Import") {
      const library = dialectOf(run, statement.specifier)?.id;
      if (statement.typeOnly) state.library ??= library;
      else declareImports(statement, frame);
      if (library !== undefined) for (const { local } of statement.names) state.importsOf.set(local, library);
    }
  executeBlock(
    body.flatMap((statement) => toStatements(statement, state, frame)),
    withVars(body, frame),
  );
  run.model = outer;
}

function declareImports(statement: Statement & { kind: "Import" }, frame: Frame): void {
  const namespace = importModule(frame.run, statement.specifier, frame.file);
  for (const name of statement.names) {
    // from a wrapper out of reach, `tf` is still what everybody calls tf
    if (namespace.kind === "unknown" && libraryNamed(frame.run, name.local, statement.specifier)) continue;
    if (name.imported === "*") frame.scope.declare(name.local, namespace);
    else frame.scope.declareLazy(name.local, () => exportOf(namespace, name.imported));
  }
}

function exportOf(namespace: Value, name: string): Value {
  if (namespace.kind === "builtin") {
    const member = namespace.get?.(name);
    if (member) return member;
    return name === "default" ? namespace : UNKNOWN;
  }
  // of a file that says `module.exports = …`
  if (name === "default") return namespace;
  return namespace.kind === "object" ? (namespace.fields.get(name) ?? UNKNOWN) : UNKNOWN;
}

const dialectOf = (run: Run, specifier: string) =>
  run.context.dialects.find((candidate) => answersFor(candidate, specifier));

/** The namespace of a module: a library's, another file's, or unknown. */
export function importModule(run: Run, specifier: string, from: string): Value {
  const dialect = dialectOf(run, specifier);
  if (dialect) {
    const importer = run.modules.get(from);
    if (importer) importer.library ??= dialect.id;
    return dialect.namespace(specifier);
  }
  const known =
    fileModule(specifier) ??
    importedFile(specifier, from) ??
    reactModule(specifier, run) ??
    sharpModule(specifier) ??
    canvasModule(specifier);
  if (known) return known;
  const file = run.context.resolve(specifier, from);
  const state = file === undefined ? undefined : loadModule(run, file);
  if (!state) return notKnown(`the module "${specifier}" is not part of the project`);
  if (state.required && state.exports.size === 0) return state.required();
  return { kind: "builtin", name: specifier, get: (name) => exported(run, state, name) };
}

function exported(run: Run, state: ModuleState, name: string, seen = new Set<string>()): Value | undefined {
  if (seen.has(state.file)) return undefined;
  seen.add(state.file);
  const own = state.exports.get(name);
  if (own) return own();
  if (name === "default") return undefined;
  for (const file of state.stars) {
    const other = loadModule(run, file);
    const value = other && exported(run, other, name, seen);
    if (value) return value;
  }
  for (const library of state.libraries) {
    const value = library.kind === "builtin" ? library.get?.(name) : undefined;
    if (value) return value;
  }
  return undefined;
}

/** Names declared at the top level, in source order. */
export function declaredIn({ body }: Module): string[] {
  const names: string[] = [];
  for (const statement of body) {
    const inner = statement.kind === "ExportDefault" ? statement.value : statement;
    if (inner.kind === "VariableDeclaration")
      for (const { target } of inner.declarations) if (target.kind === "Identifier") names.push(target.name);
    if (inner.kind === "FunctionDeclaration" && inner.fn.name) names.push(inner.fn.name.name);
    if (inner.kind === "ClassDeclaration" && inner.cls.name) names.push(inner.cls.name.name);
    if (statement.kind === "ExportDefault") names.push("*default*");
  }
  return [...new Set(names)];
}

/** Export statements register what they export; what remains is executed. */
function toStatements(statement: Statement, state: ModuleState, frame: Frame): Statement[] {
  const provide = (name: string, local: string): void =>
    void state.exports.set(
      name,
      () => state.scope.own(local)?.value ?? state.scope.find(local)?.value ?? UNKNOWN,
    );
  switch (statement.kind) {
    case "Import":
      return [];
    case "VariableDeclaration":
      if (statement.exported)
        for (const { target } of statement.declarations)
          for (const name of namesIn(target)) provide(name, name);
      return [statement];
    case "FunctionDeclaration":
      if (statement.exported && statement.fn.name) provide(statement.fn.name.name, statement.fn.name.name);
      return [statement];
    case "ClassDeclaration":
      if (statement.exported && statement.cls.name) provide(statement.cls.name.name, statement.cls.name.name);
      return [statement];
    case "EnumDeclaration":
      if (statement.exported) provide(statement.name, statement.name);
      return [statement];
    case "ExportNames":
      exportNames(statement, state, frame, provide);
      return [];
    case "ExportAll": {
      const file = frame.run.context.resolve(statement.specifier, state.file);
      if (statement.as !== undefined)
        state.exports.set(statement.as, () => importModule(frame.run, statement.specifier, state.file));
      else if (file !== undefined) state.stars.push(file);
      else state.libraries.push(importModule(frame.run, statement.specifier, state.file));
      return [];
    }
    case "ExportDefault":
      return [exportDefault(statement, state, frame)];
    default:
      return [statement];
  }
}

function exportNames(
  statement: Statement & { kind: "ExportNames" },
  state: ModuleState,
  frame: Frame,
  provide: (name: string, local: string) => void,
): void {
  for (const { local, exported: name } of statement.names) {
    if (statement.specifier === undefined) provide(name, local);
    else
      state.exports.set(name, () =>
        exportOf(importModule(frame.run, statement.specifier!, state.file), local),
      );
  }
}

/** `export default …` is kept under a name that no source can use. */
function exportDefault(
  statement: Statement & { kind: "ExportDefault" },
  state: ModuleState,
  frame: Frame,
): Statement {
  const { value } = statement;
  state.exports.set("default", () => state.scope.own("*default*")?.value ?? UNKNOWN);
  if (value.kind === "FunctionDeclaration") {
    const fn = makeFunction(value.fn, frame);
    state.scope.declare("*default*", fn);
    return value;
  }
  if (value.kind === "ClassDeclaration") {
    state.exports.set("default", () =>
      value.cls.name
        ? (state.scope.own(value.cls.name.name)?.value ?? UNKNOWN)
        : (state.scope.own("*default*")?.value ?? UNKNOWN),
    );
    if (!value.cls.name) state.scope.declare("*default*", makeClass(value.cls, frame));
    return value;
  }
  return {
    kind: "VariableDeclaration",
    declares: "const",
    exported: false,
    declarations: [
      {
        target: { kind: "Identifier", name: "*default*", start: value.start, end: value.end },
        init: value,
        start: value.start,
        end: value.end,
      },
    ],
    start: statement.start,
    end: statement.end,
  };
}
