/** `--watch`: the same again whenever something changes, until Ctrl-C. */
import { statSync, watch as watchFolder } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ExitCode } from "../terminal/command.ts";
import { warn } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";
import { isSource } from "./source-files.ts";

/** Editors write a file in several steps. */
const QUIET_MS = 100;

export async function watch(paths: readonly string[], run: () => Promise<ExitCode>): Promise<ExitCode> {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const changed = (name: string | null): void => {
    if (name !== null && !concerns(name.replaceAll("\\", "/"))) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(() => once(run));
    }, QUIET_MS);
  };
  const folders = new Set((paths.length > 0 ? paths : ["."]).map(folderOf));
  const watchers = [...folders].map((folder) =>
    watchFolder(folder, { recursive: true }, (_, name) => changed(name)),
  );
  running = once(run); // what changes meanwhile is seen
  await new Promise((done) => process.once("SIGINT", done).once("SIGTERM", done));
  for (const watcher of watchers) watcher.close();
  clearTimeout(timer);
  return 0;
}

/** A run that fails does not end the watch. */
async function once(run: () => Promise<ExitCode>): Promise<void> {
  if (process.stdout.isTTY) process.stdout.write("\x1b[2J\x1b[H");
  try {
    await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    warn(error.message);
  }
}

const concerns = (name: string): boolean =>
  !/(^|\/)(node_modules|\.git|\.cache)\//.test(`/${name}`) &&
  (isSource(name) || /\.json$|ignore$/.test(name));

/** The folder itself, that of a file, or what stands before the first wildcard of a pattern. */
function folderOf(given: string): string {
  const fixed = resolve(given.replace(/[*?[{(!].*$/, ""));
  return statSync(fixed, { throwIfNoEntry: false })?.isDirectory() ? fixed : dirname(fixed);
}
