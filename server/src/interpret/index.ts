/**
 * The abstract interpreter: what a file's models do to shapes, without running them.
 *
 *   analyzePart("net.ts", context, FILE_FUEL).observed.applications.map((use) => use.outputs[0]?.shape)
 */
import type { ModelNote } from "../facts/model-notes.ts";
import type { NotedShape, Observed } from "../facts/observed.ts";
import { javascript } from "./javascript/index.ts";
import type { Context } from "./machine/context.ts";
import { unrefuted } from "./machine/reach.ts";
import { Run } from "./machine/run.ts";
import { analyzeRoots, failureOf, guarded } from "./roots.ts";
import { unusedLayers } from "./tensors/unused.ts";
import { createWorld } from "./world.ts";

export { patchesIn } from "./javascript/patches.ts";
export type { Context } from "./machine/context.ts";
export { FILE_FUEL } from "./machine/run.ts";
export { TimeLimit } from "./machine/time-limit.ts";
export { failureOf } from "./roots.ts";

export interface Interpreted {
  readonly observed: Observed;
  readonly spent: number; // of the fuel
  /** Functions and classes that it shares with other parts, and did not run. */
  readonly idle: readonly string[];
}

/**
 * Interprets one file, or a part of one that `context` loads under its name, and the project's files that it imports.
 * Never throws, never runs the file. `fuel` bounds its length; `spent` tells what it took.
 */
export function analyzePart(file: string, context: Context, fuel: number): Interpreted {
  try {
    return interpreted(file, context, fuel);
  } catch (error) {
    return { observed: nothing(file, failureOf(error)), spent: 0, idle: [] };
  }
}

/** A part that ConvLens fails of costs itself alone. */
const nothing = (file: string, failure: string): Observed => ({
  file,
  applications: [],
  layers: [],
  bindings: [],
  mentions: [],
  functions: [],
  models: [],
  loads: [],
  moduleUses: [],
  references: [],
  gaps: [{ span: { file, start: 0, end: 0 }, why: "a mistake in ConvLens ended the analysis", failure }],
  subjects: [],
  contradictions: [],
  undeclared: [],
  unused: [],
  notes: [],
});

function interpreted(file: string, context: Context, fuel: number): Interpreted {
  const run = new Run(context, file, fuel);
  run.language = javascript(run);
  run.world = createWorld(run);
  let state = run.modules.get(file);
  guarded(run, () => {
    state = run.state.stretch(
      () => {
        const loaded = run.language.load(file);
        run.deferred = run.deferred.map((later) => ({ ...later, since: run.state.since(later.moment) }));
        return loaded;
      },
      () => false,
    );
  });
  state ??= run.modules.get(file);
  let notes: readonly NotedShape[] = [];
  let idle: readonly string[] = [];
  if (state) {
    const { module, notes: written, modelNotes } = state;
    idle = analyzeRoots(run, state);
    guarded(run, () => {
      notes = [...run.language.heard(module, written), ...unreadable(modelNotes)];
    });
  }
  const here = (span: { readonly file: string }): boolean => span.file === file;
  const observed: Observed = {
    file,
    applications: run.applications.filter(({ span }) => here(span)),
    layers: run.layers.filter(({ site }) => here(site)),
    bindings: run.bindings.filter(({ span }) => here(span)),
    mentions: run.mentions.filter(({ span }) => here(span)),
    functions: [...run.functions.values()].filter((fact) => fact.file === file),
    models: run.models,
    moduleUses: run.moduleUses.filter(({ span }) => here(span)),
    references: run.references.filter(({ span }) => here(span)),
    loads: run.loads.filter(({ span }) => here(span)),
    gaps: run.gaps.filter(({ span }) => here(span)),
    subjects: unrefuted(run),
    contradictions: run.contradictions,
    undeclared: run.undeclared,
    unused: unusedLayers(run, file),
    notes,
  };
  return { observed, spent: fuel - run.fuelLeft, idle };
}

/** Annotations of models that cannot be read. */
const unreadable = (notes: readonly ModelNote[]): NotedShape[] =>
  notes.flatMap(({ start, end, error }): NotedShape[] =>
    error ? [{ note: { shape: null, start, end, error }, reaches: "signature" }] : [],
  );
