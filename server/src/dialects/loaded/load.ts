/**
 * Which file a program loads, and what is wrong with it before anything runs.
 *
 *   await ort.InferenceSession.create("./files/yolo.onnx")   // the file's facts, a LoadFact, and findings of the file itself
 */
import type { LoadedModel } from "../../facts/loaded.ts";
import type { Problem } from "../../facts/problem.ts";
import type { CallSite, Value } from "../../facts/values.ts";
import { asString } from "../../facts/vocabulary.ts";
import {
  type FoundFile,
  type Loader,
  loaderProblem,
  type ModelFile,
  type WrittenPath,
  written,
} from "../../model-files/index.ts";
import { reportAt } from "./report.ts";
import { shownPath } from "./words.ts";

export interface LoadRequest {
  readonly site: CallSite;
  /** What names the file. */
  readonly path: Value | undefined;
  readonly loader: Loader;
  readonly dialect: string;
  /** Weights beside the model are given some other way, or are not looked for. */
  readonly ownWeights?: boolean;
  /** Weights in other files have to be handed over, and are not. */
  readonly needsWeights?: boolean;
  /** Weights in other files are read from beside the model, and have to be there. */
  readonly readsBeside?: boolean;
}

/** The model that a call loads; undefined where no file of the workspace is certain. */
export function loadModel({
  site,
  path,
  loader,
  dialect,
  ownWeights,
  needsWeights,
  readsBeside,
}: LoadRequest): LoadedModel | undefined {
  const { world, span } = site;
  const source = path?.kind === "location" ? path.file : span.file;
  const asked = writtenPath(path);
  const found: FoundFile = asked ? world.models.find(asked, source) : { certain: undefined, candidates: [] };
  const file = found.certain === undefined ? undefined : world.models.read(found.certain);
  const named = site.argSpans[0] ?? span;
  const model = file && { file, shown: shownPath(file.path, span.file) };
  world.noteLoad({
    span,
    named,
    dialect,
    model: model && file.readable ? model : undefined,
    candidates: found.candidates,
    fits: file !== undefined && !loaderProblem(file, loader),
  });
  if (found.near !== undefined) reportAt(site, "There", missing(asked!, found.near), "path", named);
  if (!file || !model) return undefined;
  const problem =
    problemOf(file, loader) ??
    (needsWeights && !ownWeights ? weightsProblem(file) : undefined) ??
    (readsBeside ? absentProblem(file) : undefined);
  if (problem) reportAt(site, model.shown, { ...base, ...problem }, "path", named);
  return file.readable && !loaderProblem(file, loader) ? model : undefined;
}

/** A path as the program writes it, for the one who looks for files. */
export function writtenPath(path: Value | undefined): WrittenPath | undefined {
  const text = asString(path);
  if (text !== undefined) return written(text);
  if (path?.kind !== "location") return undefined;
  switch (path.from) {
    case "source":
      return { base: "source", parts: [path.path] };
    case "cwd":
      return { base: "working directory", parts: [path.path] };
    case "site":
      return { base: "site", parts: [path.path] };
    case "anywhere":
      return { base: "written", parts: [undefined, path.path] };
    case "unsaid":
      return written(path.path);
  }
}

const base = { stage: "construct", at: { arg: "path" } } as const;

function problemOf(
  file: ModelFile,
  loader: Loader,
): Pick<Problem, "code" | "message" | "severity"> | undefined {
  const problem = file.problems.find(({ severity }) => severity === "error") ?? loaderProblem(file, loader);
  return problem?.severity === "error" ? { code: problem.code, message: problem.message } : undefined;
}

/** Browsers read no file beside another by themselves. */
function weightsProblem({
  externalFiles: [first],
}: ModelFile): Pick<Problem, "code" | "message"> | undefined {
  return (
    first && {
      code: "model-file",
      message: `keeps its weights in ${first.location}: name it in the option externalData`,
    }
  );
}

/** They may come there before the program runs: no error. */
function absentProblem({
  externalFiles,
}: ModelFile): Pick<Problem, "code" | "message" | "severity"> | undefined {
  const absent = externalFiles.find(({ exists }) => !exists);
  return (
    absent && {
      code: "model-file",
      severity: "warning",
      message: `keeps its weights in ${absent.location}, which is not beside it`,
    }
  );
}

function missing(path: WrittenPath, near: string): Problem {
  const text = path.parts.join("");
  const name = near.slice(near.lastIndexOf("/") + 1);
  return {
    ...base,
    code: "model-file",
    message: `is no file ${text}; ${name} lies in its place`,
    runtime: `Load model from ${text} failed: File doesn't exist`,
    exception: "Error",
    expected: text.slice(0, text.lastIndexOf("/") + 1) + name,
    received: text,
  };
}
