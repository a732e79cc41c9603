/**
 * The source files that paths on a command line mean: files, folders and patterns.
 *
 *   sourceFiles(["src", "examples/*.ts"], { ignores: () => false, mayMatchNothing: false })
 */
import { readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import { LONGEST_SOURCE } from "../../project/generated.ts";
import { SOURCE_EXTENSIONS } from "../../project/resolve.ts";
import { warn } from "../terminal/output.ts";
import { UsageError } from "../terminal/usage-error.ts";
import { Ignored } from "./ignored.ts";

/** Nobody writes these by hand. */
const SKIPPED: ReadonlySet<string> = new Set(["node_modules", "dist", "build", "out", "coverage"]);

export interface SearchOptions {
  /** What a configuration says to leave out. */
  ignores(file: string): boolean;
  readonly mayMatchNothing: boolean;
}

/**
 * Absolute paths in order. What is named itself is taken although it is ignored. Throws a UsageError for a path that is not
 * there or no source, and where nothing is found at all.
 */
export function sourceFiles(given: readonly string[], options: SearchOptions): string[] {
  const ignored = new Ignored();
  const found = new Set<string>();
  for (const path of given) {
    const files = expand(path, ignored, options);
    if (files.length === 0 && !options.mayMatchNothing)
      throw new UsageError(
        `${path}: no source file matches; sources end in ${SOURCE_EXTENSIONS.join(", ")} (--no-error-on-unmatched-pattern lets this pass)`,
      );
    for (const file of files) found.add(file);
  }
  return [...found].sort();
}

function expand(given: string, ignored: Ignored, options: SearchOptions): string[] {
  const path = slashed(resolve(given));
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return inFolder(path, ignored, options);
  if (stat) return [named(path, given, stat.size)];
  if (isDynamicPattern(given))
    return globSync(given, { absolute: true, ignore: ["**/node_modules/**"], expandDirectories: true })
      .map(slashed)
      .filter((file) => isSource(file) && !ignored.hasWithin(file) && !options.ignores(file));
  if (options.mayMatchNothing) return [];
  throw new UsageError(`${given}: no such file or folder`);
}

function named(path: string, given: string, size: number): string {
  if (!isSource(path))
    throw new UsageError(`${given}: not a source file; they end in ${SOURCE_EXTENSIONS.join(", ")}`);
  if (size > LONGEST_SOURCE)
    warn(
      `${given}: not looked into: ${size} bytes are more than the ${LONGEST_SOURCE} that a source may have`,
    );
  return path;
}

function inFolder(folder: string, ignored: Ignored, options: SearchOptions): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".")) return [];
    const path = folder === "/" ? `/${entry.name}` : `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return SKIPPED.has(entry.name) || ignored.has(path, true) ? [] : inFolder(path, ignored, options);
    return isSource(entry.name) && !ignored.has(path, false) && !options.ignores(path) ? [path] : [];
  });
}

const slashed = (path: string): string => path.replaceAll("\\", "/");

export const isSource = (name: string): boolean =>
  SOURCE_EXTENSIONS.some((extension) => name.endsWith(`.${extension}`)) && !/\.d\.[cm]?ts$/.test(name);
