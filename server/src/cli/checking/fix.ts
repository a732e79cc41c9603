/**
 * `--fix`: the preferred fix of each finding, made where it was tried and helps; then again, until nothing is left that a
 * fix helps.
 *
 *   fixFiles(files, settings, true).printed   // what would change
 */
import { writeFileSync } from "node:fs";
import { createTwoFilesPatch } from "diff";
import { fixAll } from "../../ide/code-actions.ts";
import { applyEdits } from "../../ide/fix-check.ts";
import type { Project } from "../../project/project.ts";
import { UsageError } from "../terminal/usage-error.ts";
import { Checker, type CheckSettings, shownPath } from "./checker.ts";

export interface Fixed {
  /** Files that changed, or would. */
  readonly count: number;
  /** What would change as a diff, or the text that came from the standard input; undefined where files were written. */
  readonly printed?: string;
}

/** One fix may make room for the next, but not for ever. */
const MOST_ROUNDS = 10;

export function fixFiles(files: readonly string[], settings: CheckSettings, dryRun: boolean): Fixed {
  const checker = new Checker(settings);
  const project = checker.project();
  const original = new Map<string, string>();
  for (const file of files) {
    for (let round = 0; round < MOST_ROUNDS; round++) if (!fixOnce(project, checker, file, original)) break;
  }
  const changed = [...original].flatMap(([file, before]) => {
    const after = project.source(file)!.text;
    return after === before ? [] : [{ file, before, after }];
  });
  if (dryRun)
    return {
      count: changed.length,
      printed: changed
        .map(({ file, before, after }) => {
          const name = shownPath(file, settings.cwd);
          return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after).replace(/^=+\n/, "");
        })
        .join(""),
    };
  const { open } = settings;
  if (open) return { count: changed.length, printed: project.source(open.file)!.text };
  for (const { file, after } of changed) write(file, after, settings.cwd);
  return { count: changed.length };
}

/** True if something changed. */
function fixOnce(project: Project, checker: Checker, file: string, original: Map<string, string>): boolean {
  const [action] = fixAll(project, file, (code) => !checker.isOff(file, code));
  if (!action) return false;
  const texts = new Map<string, string>();
  for (const path of new Set(action.edits.map(({ span }) => span.file))) {
    const text = project.source(path)?.text;
    if (text === undefined) return false;
    texts.set(
      path,
      applyEdits(
        text,
        action.edits.filter(({ span }) => span.file === path),
      ),
    );
    if (!original.has(path)) original.set(path, text);
  }
  for (const [path, text] of texts) project.setOpen(path, text);
  return true;
}

function write(file: string, text: string, cwd: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${shownPath(file, cwd)} cannot be written: ${(error as Error).message}`);
  }
}
