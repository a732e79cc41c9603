/** `convlens check`: findings of files, as text for people or in the forms that machines read. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { Option } from "commander";
import { Configurations, type Found, readConfig } from "../../config/find.ts";
import { listingHost } from "../../disk/listing-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import { importGraph } from "../../project/reach.ts";
import { createResolver } from "../../project/resolve.ts";
import { Cache } from "../checking/cache.ts";
import { changedFiles } from "../checking/changed.ts";
import type { CheckedFile } from "../checking/checked-file.ts";
import { type Checked, type CheckSettings, unconcerned } from "../checking/checker.ts";
import { fixFiles } from "../checking/fix.ts";
import { sourceFiles } from "../checking/source-files.ts";
import { readStdin } from "../checking/stdin.ts";
import { Crew } from "../checking/threads.ts";
import { watch } from "../checking/watch.ts";
import { githubReport } from "../formats/github.ts";
import { gitlabReport } from "../formats/gitlab.ts";
import { jsonReport } from "../formats/json.ts";
import { junitReport } from "../formats/junit.ts";
import { rdjsonReport } from "../formats/rdjson.ts";
import type { Format } from "../formats/report.ts";
import { sarifReport } from "../formats/sarif.ts";
import { textReport } from "../formats/text.ts";
import { command, type ExitCode, wholeNumber } from "../terminal/command.ts";
import { coloursFor, columnsOf, Progress, print, save, warn } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";

const formats: Readonly<Record<string, Format>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
  gitlab: gitlabReport,
  junit: junitReport,
  rdjson: rdjsonReport,
};

export interface CheckOptions {
  readonly format: string;
  readonly outputFile?: string;
  readonly maxWarnings?: number;
  readonly quiet?: boolean;
  readonly shapes: boolean;
  readonly explainCertainty?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  readonly watch?: boolean;
  readonly changed?: string | true;
  readonly cache?: boolean;
  readonly cacheLocation: string;
  readonly shard?: Shard;
  readonly threads: number;
  readonly config?: string;
  readonly stdinFilename?: string;
  readonly errorOnUnmatchedPattern: boolean;
  readonly color?: boolean;
}
interface Shard {
  readonly index: number; // from 1
  readonly count: number;
}

export const checkCommand = (): Command =>
  command<CheckOptions>(
    "check",
    "find shape errors in files, folders and patterns",
    `Examples:
  convlens check                                       everything in this folder
  convlens check src "examples/**/*.ts"                folders and patterns
  convlens check --format sarif --output-file out.sarif src
  convlens check --fix --dry-run src                   what mending would change, as a diff
  convlens check --changed=main                        what changed since main, and what depends on it
  convlens check --stdin-filename src/net.ts < net.ts  a text that is not saved yet

Files that .gitignore, .convlensignore or the configuration name are left out.
Warnings alone exit with 0 unless --max-warnings says otherwise.`,
    (made) =>
      made
        .argument("[paths...]", "files, folders or patterns; this folder where none is given")
        .addOption(
          new Option("-f, --format <format>", "how findings are written")
            .choices(Object.keys(formats))
            .default("text"),
        )
        .option("-o, --output-file <file>", "write the report to a file")
        .option("--max-warnings <n>", "exit with 1 for more warnings than these", wholeNumber)
        .option("-q, --quiet", "errors only")
        .option("--no-shapes", "leave shapes out of JSON")
        .option("--explain-certainty", "tell the facts that make each finding certain (text and JSON)")
        .option("--fix", "mend what can be mended; each fix is tried before it is made")
        .option("--dry-run", "with --fix: print the changes as a diff, and make none")
        .option("-w, --watch", "check again when files change")
        .option("--changed [ref]", "only files that differ from a git revision, and those that import them")
        .option("--cache", "remember what was found in files that stay the same")
        .option("--cache-location <file>", "where that is kept", "node_modules/.cache/convlens.json")
        .option("--shard <i/n>", "the i-th of n parts of the files, for parallel jobs", shard)
        .option("--threads <n>", "threads; 0 for as many as the machine has", wholeNumber, 0)
        .option("-c, --config <file>", "a configuration in place of those beside the files")
        .option("--stdin-filename <file>", "check the standard input, as if it were this file")
        .option("--no-error-on-unmatched-pattern", "paths that match nothing are no error"),
    check,
  );

async function check(operands: readonly string[], options: CheckOptions): Promise<ExitCode> {
  if (options.dryRun && !options.fix) throw new UsageError("--dry-run goes with --fix");
  if (options.watch) return watch(operands, () => checkOnce(operands, options));
  return checkOnce(operands, options);
}

async function checkOnce(operands: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const config = options.config === undefined ? undefined : configAt(options.config);
  const open = options.stdinFilename === undefined ? undefined : await readStdin(options.stdinFilename);
  const format = formats[options.format]!;
  const settings: CheckSettings = {
    cwd: process.cwd(),
    shapes: options.shapes && options.format === "json",
    fixes: ["text", "json", "sarif", "rdjson"].includes(options.format),
    certainty: options.explainCertainty === true,
    ...(config && { config }),
    ...(open && { open }),
  };
  const files = open ? [open.file] : filesOf(operands, options, settings);
  const part = inShard(files, options.shard);
  if (options.fix) {
    const fixed = fixFiles(reaching(part, settings), settings, options.dryRun === true);
    if (fixed.printed !== undefined) {
      print(fixed.printed);
      return options.dryRun && fixed.count > 0 ? 1 : 0;
    }
  }
  const checked = await checkFiles(part, settings, options);
  const toTerminal = options.outputFile === undefined && process.stdout.isTTY === true;
  const report = format({
    files: options.quiet ? checked.map(onlyErrors) : checked,
    colours: coloursFor(options.color, toTerminal),
    pretty: toTerminal,
    columns: options.outputFile === undefined ? columnsOf(process.stdout) : Number.POSITIVE_INFINITY,
  });
  if (options.outputFile === undefined) print(report);
  else save(options.outputFile, report);
  return exitCodeOf(checked, options.maxWarnings);
}

function filesOf(operands: readonly string[], options: CheckOptions, settings: CheckSettings): string[] {
  const configurations = new Configurations(nodeHost, settings.config);
  const { problem } = configurations.of(resolve("_"));
  if (problem !== undefined) throw new UsageError(problem);
  const paths = [...operands];
  let since: string | undefined;
  if (options.changed !== undefined) {
    since = options.changed === true ? "HEAD" : options.changed;
    // `--changed src`: what follows is no revision but a path
    if (!changedFiles.isRevision(since)) {
      if (!nodeHost.exists(resolve(since)) && !nodeHost.isFolder(resolve(since)))
        throw new UsageError(`--changed ${since}: there is no such revision`);
      paths.unshift(since);
      since = "HEAD";
    }
  }
  const files = sourceFiles(paths.length > 0 ? paths : ["."], {
    ignores: (file) => configurations.ignores(file),
    mayMatchNothing: !options.errorOnUnmatchedPattern,
  });
  return since === undefined ? files : changedFiles.withImporters(files, since);
}

async function checkFiles(
  files: readonly string[],
  settings: CheckSettings,
  { cache: wanted, cacheLocation, threads }: CheckOptions,
): Promise<CheckedFile[]> {
  const progress = new Progress();
  const crew = new Crew(settings, threads);
  const inReach = reaching(files, settings, (done, speaking) => {
    progress.tell(`Reading ${done} of ${files.length} files`);
    if (!wanted) crew.expect(speaking);
  });
  const cache = wanted ? new Cache(resolve(cacheLocation), settings) : undefined;
  const known = new Map<string, CheckedFile>();
  for (const file of inReach) {
    const result = cache?.get(file);
    if (result) known.set(file, result);
  }
  const left = inReach.filter((file) => !known.has(file));
  const checked: Checked[] = await crew.check(left, (done) =>
    progress.tell(`Checking ${Math.min(done, left.length)} of ${left.length} files`),
  );
  for (const one of checked) {
    known.set(one.file, one.result);
    cache?.put(one);
  }
  cache?.save();
  progress.end();
  return files.map((file) => known.get(file) ?? unconcerned(file, settings.cwd));
}

/** Those of the files that can meet a tensor: no other is parsed. */
function reaching(
  files: readonly string[],
  { open, config }: CheckSettings,
  each?: (done: number, speaking: number) => void,
): readonly string[] {
  const host = listingHost(nodeHost);
  const read = (file: string) => (file === open?.file ? open.text : host.read(file));
  const configurations = new Configurations(host, config);
  const dialectsOf = (file: string) => configurations.of(file).dialects;
  return importGraph(files, { read }, createResolver(host), dialectsOf, each).inReach;
}

const inShard = (files: readonly string[], shard: Shard | undefined): readonly string[] =>
  shard ? files.filter((_, i) => i % shard.count === shard.index - 1) : files;

function exitCodeOf(checked: readonly CheckedFile[], maxWarnings: number | undefined): ExitCode {
  const failures = checked.filter(({ failure }) => failure !== undefined);
  for (const { path, failure } of failures) warn(`${path}: ${failure}`);
  if (failures.length > 0) return 2;
  const count = (severity: string): number =>
    checked.reduce(
      (sum, { findings }) => sum + findings.filter((finding) => finding.severity === severity).length,
      0,
    );
  return count("error") > 0 || count("warning") > (maxWarnings ?? Number.POSITIVE_INFINITY) ? 1 : 0;
}

const onlyErrors = (file: CheckedFile): CheckedFile => ({
  ...file,
  findings: file.findings.filter(({ severity }) => severity === "error"),
});

function configAt(given: string): Found {
  const file = resolve(given);
  const text = nodeHost.read(file);
  if (text === undefined) throw new UsageError(`${given}: no such file`);
  const found = readConfig(file, file.slice(0, file.lastIndexOf("/")), text);
  if (found.problem !== undefined) throw new UsageError(found.problem);
  return found;
}

function shard(value: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const [i, n] = [Number(index), Number(count)];
  if (!(i >= 1 && i <= n))
    throw new UsageError(`--shard is i/n with i from 1 to n, such as 2/4, not "${value}"`);
  return { index: i, count: n };
}
