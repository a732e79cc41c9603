/** What an analysis asks of its project, and whether the answers are still the same. */
import type { Configurations } from "../config/find.ts";
import type { SourceText } from "../facts/source-text.ts";
import type { Context } from "../interpret/index.ts";
import type { TimeLimit } from "../interpret/machine/time-limit.ts";
import { policyOf } from "../rules/index.ts";
import type { SourceModule } from "../syntax/lower.ts";
import { trackedInputs } from "./configured-inputs.ts";
import { type ModelLookup, trackedModels } from "./model-source.ts";
import type { Resolver } from "./resolve.ts";

/** A context that remembers what was asked of it: files and imports. */
export interface Tracked {
  readonly context: Context;
  /** Whether all of it would be answered the same way now. */
  stands(): boolean;
  /** Whether files of models were looked for, which nobody tells of when they change. */
  asksForModels(): boolean;
  reads(file: string): boolean;
  inputs(): Inputs;
}

/** What an analysis was made from. */
export interface Inputs {
  readonly files: readonly string[];
  readonly imports: readonly {
    readonly specifier: string;
    readonly from: string;
    readonly file: string | undefined;
  }[];
  /** Whether files of models were looked for. */
  readonly models: boolean;
}

/** Who is asked. */
export interface Answers {
  readonly configurations: Configurations;
  readonly models: ModelLookup;
  readonly resolver: Resolver;
  source(file: string): SourceText | undefined;
  module(file: string): SourceModule | undefined;
  /** Counts what happened to all but this file. */
  changesBeside(file: string): number;
  readonly passesOver: Context["passesOver"];
  readonly timeLimit: TimeLimit | undefined;
}

export function tracked(file: string, answers: Answers): Tracked {
  const { configurations, resolver, timeLimit } = answers;
  const inputs = new Map<string, SourceText | undefined>();
  const imports: Inputs["imports"][number][] = [];
  const { models, stand, asked } = trackedModels(answers.models);
  const configured = trackedInputs(configurations);
  const { dialects, tables } = configurations.of(file);
  // while nothing has changed but the file itself, for which its own parts do not ask, nothing is asked again
  const elsewhere = (): number => (inputs.has(file) ? Number.NaN : answers.changesBeside(file));
  let checked = elsewhere();
  const looksTheSame = (): boolean => {
    const same =
      [...inputs].every(([path, source]) => answers.source(path) === source) &&
      imports.every(({ specifier, from, file: found }) => resolver.resolve(specifier, from) === found) &&
      configurations.of(file).tables === tables &&
      configured.stand();
    if (same) checked = elsewhere();
    return same;
  };
  return {
    context: {
      load(path) {
        inputs.set(path, answers.source(path));
        return answers.module(path);
      },
      text(path) {
        const source = answers.source(path);
        inputs.set(path, source);
        return source?.text;
      },
      resolve(specifier, from) {
        const found = resolver.resolve(specifier, from);
        imports.push({ specifier, from, file: found });
        return found;
      },
      models,
      inputFor: configured.inputFor,
      dialects,
      policyOf,
      speaksElsewhereOf: () => false,
      passesOver: answers.passesOver,
      ...(timeLimit && { timeIsUp: () => timeLimit.isOver() }),
    },
    reads: (path) => inputs.has(path),
    inputs: () => ({ files: [...inputs.keys()], imports, models: asked() }),
    asksForModels: asked,
    stands: () => (!asked() || stand()) && (checked === elsewhere() || looksTheSame()),
  };
}
