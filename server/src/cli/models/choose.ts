/** The model that a command is about: FILE, FILE#Model, or a layer of it FILE:LINE. */
import { resolve } from "node:path";
import { Configurations } from "../../config/find.ts";
import type { FileHost } from "../../disk/file-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import type { Analysis, ModelFact } from "../../facts/analysis.ts";
import { nearest } from "../../facts/nearest.ts";
import { Project } from "../../project/project.ts";
import { warn } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";

export interface Chosen {
  readonly project: Project;
  readonly analysis: Analysis;
  readonly model: ModelFact;
}

/** Throws a UsageError where there is no such file or model. Where a file has several and none is named, it says which. */
export function chooseModel(target: string, host: FileHost = nodeHost): Chosen {
  const { project, analysis, models } = chooseModels(target, host);
  if (models.length > 1)
    warn(
      `${target} has ${models.length} models; this is ${nameOf(models[0]!)} (others: ${models
        .slice(1)
        .map((model) => `${target}#${nameOf(model)}`)
        .join(", ")})`,
    );
  return { project, analysis, model: models[0]! };
}

/** All models of FILE, or the one of FILE#Model. Throws a UsageError where there is none. */
export function chooseModels(
  target: string,
  host: FileHost = nodeHost,
): { readonly project: Project; readonly analysis: Analysis; readonly models: readonly ModelFact[] } {
  const { file, name } = parts(target);
  const project = new Project(host);
  if (!project.source(file)) throw new UsageError(`${target}: no such file`);
  const analysis = project.analyze(file);
  return { project, analysis, models: modelsNamed(analysis, target, name) };
}

/** All models of a file, or the one of this name. Throws a UsageError where there is none; `target` is how it was asked for. */
export function modelsNamed(analysis: Analysis, target: string, name: string | undefined): ModelFact[] {
  if (analysis.models.length === 0) throw new UsageError(`${target}: no model found`);
  if (name === undefined) return distinct(analysis.models);
  const model = analysis.models.find((candidate) => candidate.variable === name || candidate.name === name);
  if (model) return [model];
  const names = [...new Set(analysis.models.map(nameOf))];
  const meant = nearest(name, names);
  throw new UsageError(
    `${target}: no model of this name; ${meant === undefined ? `there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}` : `did you mean ${meant}?`}`,
  );
}

export const nameOf = (model: ModelFact): string => model.variable ?? model.name;

/** A class and the variable that holds its instance may both be there: each name once. */
const distinct = (models: readonly ModelFact[]): ModelFact[] => {
  const seen = new Set<string>();
  return models.filter((model) => !seen.has(nameOf(model)) && seen.add(nameOf(model)));
};

/** Where FILE and Model are in FILE#Model. */
export function parts(target: string): { readonly file: string; readonly name?: string } {
  const at = target.lastIndexOf("#");
  const path = (given: string): string => resolve(given).replaceAll("\\", "/");
  return at < 0 ? { file: path(target) } : { file: path(target.slice(0, at)), name: target.slice(at + 1) };
}

/** The sizes that the project's configuration gives for the model's input. */
export function configuredInput({ analysis, model }: Omit<Chosen, "project">): readonly number[] | undefined {
  const shape = new Configurations(nodeHost).input(analysis.file, [model.variable, model.name], undefined, 0);
  return shape?.every((size) => typeof size === "number") ? (shape as readonly number[]) : undefined;
}
