/** What `run` and `bench` share: the model that is meant, its options, and the worker that computes it. */
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { nodeHost } from "../../disk/node-host.ts";
import { startBundledWorker } from "../../preview/node-channel.ts";
import { parseSample } from "../../preview/notes.ts";
import { type Options, Previews, sentenceOf } from "../../preview/previews.ts";
import { PreviewService } from "../../preview/service.ts";
import { Project } from "../../project/project.ts";
import { Workspace } from "../../project/workspace.ts";
import { type ExitCode, sizes, wholeNumber } from "../terminal/command.ts";
import { warn } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";
import { type Chosen, chooseModel, configuredInput } from "./choose.ts";

export interface RunOptions {
  readonly input?: readonly number[];
  readonly sample?: string;
  readonly seed?: number;
  readonly weights?: string;
  readonly threads: number;
}

export const runOptions = (made: Command): Command =>
  made
    .option("--input <sizes>", "the input's sizes, such as 1,3,224,224", sizes)
    .option(
      "--sample <sample>",
      "what goes in: picture, randn(7), zeros, ones, ramp, checkerboard, or a .png, .jpg or .npy",
    )
    .option("--seed <n>", "of initial weights", wholeNumber)
    .option("--weights <file>", "a .safetensors, or the model.json of TensorFlow.js")
    .option("--threads <n>", "threads; 0 for as many as are good", wholeNumber, 0);

/** A model and the worker that computes it. */
export function withPreviews(
  target: string,
  given: RunOptions,
  body: (chosen: Chosen, previews: Previews, options: Options) => Promise<ExitCode>,
): Promise<ExitCode> {
  const chosen = chooseModel(target);
  const shape = given.input ?? configuredInput(chosen);
  return withWorker(chosen.project, chosen.analysis.file, given, (previews) =>
    body(chosen, previews, optionsOf(given, shape)),
  );
}

/** A file, whether or not a model is in it, and the worker. */
export function withLayers(
  file: string,
  given: RunOptions,
  body: (project: Project, previews: Previews, options: Options) => Promise<ExitCode>,
): Promise<ExitCode> {
  const project = new Project(nodeHost);
  if (!project.source(file)) throw new UsageError(`${file}: no such file`);
  return withWorker(project, file, given, (previews) =>
    body(project, previews, optionsOf(given, given.input)),
  );
}

/** Why something cannot be run is said in a sentence, and is wrong usage. */
async function withWorker(
  project: Project,
  file: string,
  { threads }: RunOptions,
  body: (previews: Previews) => Promise<ExitCode>,
): Promise<ExitCode> {
  const service = new PreviewService(() => startBundledWorker(threads), warn);
  try {
    const workspace = new Workspace(() => [process.cwd(), dirname(file)], nodeHost.realPath);
    return await body(new Previews(service, (path) => project.source(path)?.text, workspace));
  } catch (error) {
    const sentence = sentenceOf(error);
    throw sentence === undefined ? error : new UsageError(sentence);
  } finally {
    service.stop();
  }
}

/** Paths on the command line are relative to where it is typed. */
function optionsOf({ sample, seed, weights }: RunOptions, shape: readonly number[] | undefined): Options {
  const parsed = sample === undefined ? undefined : parseSample(sample);
  return {
    ...(parsed && { sample: parsed.kind === "file" ? { ...parsed, path: resolve(parsed.path) } : parsed }),
    ...(seed !== undefined && { seed }),
    ...(shape !== undefined && { inputShape: shape }),
    ...(weights !== undefined && { weights: resolve(weights) }),
  };
}
