/** `convlens diff`: two models, or a model and what it was at a git revision, layer by layer. */

import { existsSync } from "node:fs";
import type { Command } from "commander";
import { Option } from "commander";
import type { FileHost } from "../../disk/file-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import type { ModelTable } from "../../ide/model-table.ts";
import { translated } from "../../texts/index.ts";
import { changedFiles, git } from "../checking/changed.ts";
import { COMPOSED, layersOf, renamed } from "../formats/comparable.ts";
import { type Compared, compare, differences, type Entry } from "../formats/comparison.ts";
import { summaryEntry } from "../formats/summary.ts";
import { chooseModel, configuredInput, parts } from "../models/choose.ts";
import { isModelFile, tableOfFile } from "../models/model-file.ts";
import { command, type ExitCode, sizes } from "../terminal/command.ts";
import { coloursFor, print } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";
import { tableOf } from "./summary.ts";

interface DiffOptions {
  readonly input?: readonly number[];
  readonly format: string;
  readonly color?: boolean;
}

export const diffCommand = (): Command =>
  command<DiffOptions>(
    "diff",
    "what differs between two models, or a model and an earlier state of it",
    `Examples:
  convlens diff src/small.ts#Net src/large.ts#Net
  convlens diff src/net.ts#Net             against what is committed
  convlens diff src/net.ts#Net main~3      against a revision
  convlens diff src/net.ts#Net net.onnx    its layers against those of a trained model

Exit codes: 0 no difference, 1 some, 2 wrong usage.`,
    (made) =>
      made
        .argument("<file#model>", "the model")
        .argument("[other]", "another FILE#Model, a model file, or a git revision of the same", "HEAD")
        .option("--input <sizes>", "the input's sizes, such as 1,3,224,224", sizes)
        .addOption(
          new Option("-f, --format <format>", "how it is written").choices(["text", "json"]).default("text"),
        ),
    diff,
  );

function diff([one, other = "HEAD"]: readonly string[], options: DiffOptions): ExitCode {
  const tableFor = (target: string, host?: FileHost): ModelTable => {
    if (isModelFile(target)) return tableOfFile(target, options);
    const chosen = chooseModel(target, host);
    return tableOf(chosen.model, options, configuredInput(chosen));
  };
  const entryOf = (target: string, host?: FileHost) => summaryEntry(tableFor(target, host));
  const isModel = existsSync(parts(other).file);
  if (!isModel && !changedFiles.isRevision(other))
    throw new UsageError(`${other}: there is no such file, and no such revision`);
  const across = isModel && isModelFile(one!) !== isModelFile(other);
  // from the first to the second model, or from what was to what is
  const compared = across
    ? acrossFormats(tableFor(one!), tableFor(other))
    : isModel
      ? compare(entryOf(one!), entryOf(other))
      : compare(entryOf(one!, revisionHost(other)), entryOf(one!));
  const title = isModel ? `${one} ⇒ ${other}` : translated(`${one} since ${other}`);
  if (options.format === "json") {
    const { same, layers, before, after } = compared;
    const changed = layers.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
    const totals = (entry = before) => entry && { params: entry.params, macs: entry.macs };
    print(
      `${JSON.stringify({ version: 1, same, before: totals(before), after: totals(after), layers: changed }, null, 2)}\n`,
    );
  } else if (!compared.same)
    print(differences(title, compared, coloursFor(options.color, process.stdout.isTTY === true)));
  return compared.same ? 0 : 1;
}

/** A source and a file: their layers, whatever either calls the operations between them and its free sizes. */
function acrossFormats(before: ModelTable, after: ModelTable): Compared {
  const [left, right] = [layersOf(before), layersOf(renamed(after, before))];
  return compare(entryLike(left, right), entryLike(right, left));
}

/** Inputs by their place, and what a file has taken apart under the kind that the other has. */
function entryLike(table: ModelTable, other: ModelTable): Entry {
  const types = new Map(other.rows.map(({ path, type }) => [path, type]));
  const rows = table.rows.map((row) =>
    row.type === COMPOSED ? { ...row, type: types.get(row.path) ?? COMPOSED } : row,
  );
  const entry = summaryEntry({ ...table, rows });
  return { ...entry, inputs: Object.fromEntries(Object.values(entry.inputs).entries()) };
}

/** The repository as it was at a revision; what is outside of it is as it is. */
function revisionHost(revision: string): FileHost {
  const top = git("rev-parse", "--show-toplevel")?.trim();
  if (top === undefined) throw new UsageError("a revision can only be compared with in a git repository");
  const listed = git("-C", top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", revision) ?? "";
  const files = new Set(listed.split("\0").filter(Boolean));
  const folders = new Set(
    [...files].flatMap((file) =>
      file
        .split("/")
        .slice(0, -1)
        .map((_, i, all) => all.slice(0, i + 1).join("/")),
    ),
  );
  const inside = (path: string): string | undefined =>
    path === top ? "" : path.startsWith(`${top}/`) ? path.slice(top.length + 1) : undefined;
  return {
    ...nodeHost,
    read(file) {
      const name = inside(file);
      if (name === undefined || name.includes("node_modules/")) return nodeHost.read(file);
      return files.has(name) ? git("show", `${revision}:${name}`) : undefined;
    },
    exists(file) {
      const name = inside(file);
      return name === undefined || name.includes("node_modules/") ? nodeHost.exists(file) : files.has(name);
    },
    isFolder(path) {
      const name = inside(path);
      return name === undefined || name.includes("node_modules")
        ? nodeHost.isFolder(path)
        : name === "" || folders.has(name);
    },
  };
}
