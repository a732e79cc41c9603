/**
 * The abstract interpreter: what a file's models do to shapes, without running them.
 *
 *   analyzePart("net.ts", context, FILE_FUEL).analysis.applications.map((use) => use.outputs[0]?.shape)
 */
import type { Analysis } from "../facts/analysis.ts";
import { report } from "../rules/report.ts";
import { loadModule } from "./javascript/modules.ts";
import { type Context, Run } from "./machine/run.ts";
import { analyzeRoots, guarded } from "./roots.ts";
import { createWorld } from "./world.ts";

export { type Context, FILE_FUEL } from "./machine/run.ts";

/**
 * Interprets one file, or a part of one that `context` loads under its name, and the project's files that it imports.
 * Never throws, never runs the file. `fuel` bounds its length; `spent` tells what it took.
 */
export function analyzePart(
  file: string,
  context: Context,
  fuel: number,
): { readonly analysis: Analysis; readonly spent: number } {
  const run = new Run(context, file, fuel);
  run.world = createWorld(run);
  let state = run.modules.get(file);
  guarded(run, () => {
    state = loadModule(run, file);
  });
  state ??= run.modules.get(file);
  if (state) analyzeRoots(run, state);
  const here = (span: { readonly file: string }): boolean => span.file === file;
  const analysis = {
    file,
    applications: run.applications.filter(({ span }) => here(span)),
    layers: run.layers.filter(({ site }) => here(site)),
    bindings: run.bindings.filter(({ span }) => here(span)),
    mentions: run.mentions.filter(({ span }) => here(span)),
    functions: [...run.functions.values()].filter((fact) => fact.file === file),
    models: run.models,
    findings: state ? report(run, state) : [],
    moduleUses: run.moduleUses.filter(({ span }) => here(span)),
    references: run.references.filter(({ span }) => here(span)),
    gaps: run.gaps.filter(({ span }) => here(span)),
  };
  return { analysis, spent: fuel - run.fuelLeft };
}
