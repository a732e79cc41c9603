/** The model that a command is about: FILE, or FILE#Model. */
import { resolve } from "node:path";
import { nodeHost } from "../disk/node-host.ts";
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import { Project } from "../project/project.ts";
import { UsageError } from "./usage-error.ts";

export interface Chosen {
  readonly project: Project;
  readonly analysis: Analysis;
  readonly model: ModelFact;
}

export function chooseModel(command: string, operands: readonly string[]): Chosen {
  const [target] = operands;
  if (target === undefined || operands.length > 1)
    throw new UsageError(`${command} takes one FILE or FILE#Model`);
  const [file, name] = split(target);
  const project = new Project(nodeHost);
  if (!project.source(file)) throw new UsageError(`${target}: no such file`);
  const analysis = project.analyze(file);
  const { models } = analysis;
  const model =
    name === undefined
      ? models.at(0)
      : models.find((candidate) => candidate.variable === name || candidate.name === name);
  if (model) return { project, analysis, model };
  throw new UsageError(
    models.length === 0
      ? `${target}: no model found`
      : `${target}: no model of this name; there are ${models.map((m) => m.variable ?? m.name).join(", ")}`,
  );
}

function split(target: string): [string, string | undefined] {
  const at = target.lastIndexOf("#");
  return at < 0 ? [resolve(target), undefined] : [resolve(target.slice(0, at)), target.slice(at + 1)];
}

/** `--input 1,3,224,224` */
export function parseSizes(input: string): number[] {
  const sizes = input.split(",").map(Number);
  if (sizes.some((size) => !Number.isInteger(size) || size < 0))
    throw new UsageError(`--input is a list of sizes such as 1,3,224,224, not "${input}"`);
  return sizes;
}
