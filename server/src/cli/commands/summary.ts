/** `convlens summary`: a model as a table, layer by layer, up to and past the one that fails. */
import { existsSync, readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import type { ModelFact } from "../../facts/analysis.ts";
import { nearest } from "../../facts/nearest.ts";
import { InputError, type ModelTable, modelTable } from "../../ide/model-table.ts";
import { translated } from "../../texts/index.ts";
import { compare, differences, type Entry } from "../formats/comparison.ts";
import { columns, summaryEntry, summaryFormats, USUAL_COLUMNS } from "../formats/summary.ts";
import { chooseModels, configuredInput } from "../models/choose.ts";
import { isModelFile, tableOfFile } from "../models/model-file.ts";
import { command, type ExitCode, sizes, wholeNumber } from "../terminal/command.ts";
import { coloursFor, print, save } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";

interface SummaryOptions {
  readonly input?: readonly number[];
  readonly format: string;
  readonly outputFile?: string;
  readonly depth?: number;
  readonly columns?: readonly string[];
  readonly check?: string;
  readonly update?: boolean;
  readonly color?: boolean;
}

export const summaryCommand = (): Command =>
  command<SummaryOptions>(
    "summary",
    "a model as a table: shapes, parameters, multiply-adds, receptive field",
    `Columns: ${Object.keys(columns).join(", ")}.

Examples:
  convlens summary src/net.ts#Net --input 1,3,224,224
  convlens summary src/net.ts#Net --format html -o net.html
  convlens summary public/yolo.onnx                                  a trained model, as its file has it
  convlens summary src/net.ts#Net --check net.summary.json --update   keeps a snapshot
  convlens summary src/net.ts#Net --check net.summary.json            exits with 1 when the model is no longer like it`,
    (made) =>
      made
        .argument("<file#model>", "a file, one of its models, or a model file (.onnx, model.json)")
        .option("--input <sizes>", "the input's sizes, such as 1,3,224,224", sizes)
        .addOption(
          new Option("-f, --format <format>", "how it is written")
            .choices(Object.keys(summaryFormats))
            .default("text"),
        )
        .option("-o, --output-file <file>", "write it to a file")
        .option("--depth <n>", "modules nested deeper are one row", wholeNumber)
        .option("--columns <names>", "which columns, and in which order", chosenColumns)
        .option("--check <snapshot>", "compare shapes, parameters and multiply-adds with a snapshot")
        .option("--update", "with --check: write the snapshot"),
    summary,
  );

function summary([target]: readonly string[], options: SummaryOptions): ExitCode {
  const tables = isModelFile(target!) ? [tableOfFile(target!, options)] : tablesOf(target!, options);
  if (options.check !== undefined) return checkSnapshot(options.check, tables, options);
  const text = summaryFormats[options.format]!(tables, options.columns ?? USUAL_COLUMNS);
  if (options.outputFile === undefined) print(text);
  else save(options.outputFile, text);
  return 0;
}

function tablesOf(target: string, options: SummaryOptions): ModelTable[] {
  const { analysis, models } = chooseModels(target);
  return models.map((model) => tableOf(model, options, configuredInput({ analysis, model })));
}

/** `--input` must fit, what the configuration says need not. */
export function tableOf(
  model: ModelFact,
  { input, depth }: Pick<SummaryOptions, "input" | "depth">,
  configured?: readonly number[],
): ModelTable {
  const given = input ?? configured;
  try {
    return modelTable(model, { ...(given && { input: given }), ...(depth !== undefined && { depth }) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new UsageError(`${input ? "--input" : '"inputs" of the configuration'}: ${error.message}`);
  }
}

function checkSnapshot(path: string, tables: readonly ModelTable[], options: SummaryOptions): ExitCode {
  const now = tables.map(summaryEntry);
  if (options.update) {
    save(path, `${JSON.stringify({ version: 1, models: now }, null, 2)}\n`);
    return 0;
  }
  if (!existsSync(path)) throw new UsageError(`${path}: there is no snapshot; --update writes it`);
  const before = readSnapshot(path);
  const names = [...new Set([...before, ...now].map(({ model }) => model))];
  const colours = coloursFor(options.color, process.stdout.isTTY === true);
  let same = true;
  for (const name of names) {
    const find = (list: readonly Entry[]) => list.find(({ model }) => model === name);
    const compared = compare(find(before), find(now));
    if (compared.same) continue;
    same = false;
    print(differences(translated(`${name} is not what ${path} says`), compared, colours));
  }
  if (!same) print(`${translated("If this is meant, --update writes it down.")}\n`);
  return same ? 0 : 1;
}

function readSnapshot(path: string): readonly Entry[] {
  try {
    const { version, models } = JSON.parse(readFileSync(path, "utf8"));
    if (version === 1 && Array.isArray(models)) return models;
  } catch {}
  throw new UsageError(`${path}: this is no snapshot of a summary; --update writes one`);
}

function chosenColumns(value: string): string[] {
  const names = value.split(",").map((name) => name.trim());
  for (const name of names) {
    if (name in columns) continue;
    const meant = nearest(name, Object.keys(columns));
    throw new UsageError(
      `--columns: there is no "${name}"; ${meant === undefined ? `there are ${Object.keys(columns).join(", ")}` : `did you mean ${meant}?`}`,
    );
  }
  return names;
}
