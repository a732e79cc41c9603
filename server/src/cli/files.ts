/** The source files that paths on a command line mean. */
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { LONGEST_SOURCE } from "../project/project.ts";
import { SOURCE_EXTENSIONS } from "../syntax/parse.ts";
import { UsageError } from "./usage-error.ts";

const SKIPPED: ReadonlySet<string> = new Set(["node_modules", "dist", "build", "out", "coverage"]);

/** Absolute paths in order; folders are searched for sources. Throws a UsageError for a path that is not there or no source. */
export function sourceFiles(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap((path) => expand(resolve(path), path)))].sort();
}

function expand(path: string, given: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`${given}: no such file or folder`);
  if (stat.isDirectory()) return inFolder(path);
  if (!isSource(path))
    throw new UsageError(`${given}: not a source file; they end in ${SOURCE_EXTENSIONS.join(", ")}`);
  if (stat.size > LONGEST_SOURCE)
    throw new UsageError(
      `${given}: ${stat.size} bytes are more than the ${LONGEST_SOURCE} that are looked into`,
    );
  return [path];
}

function inFolder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : inFolder(path);
    return isSource(entry.name) ? [path] : [];
  });
}

const isSource = (name: string): boolean =>
  SOURCE_EXTENSIONS.some((extension) => name.endsWith(`.${extension}`)) && !/\.d\.[cm]?ts$/.test(name);
