/** Callbacks of what is not known: they run any number of times, perhaps never. */
import { join } from "../../facts/join.ts";
import { NO_CHANGES } from "../../facts/state.ts";
import type { Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import type { Run } from "./run.ts";

/** Runs `body` once for its findings; what it changes is joined with what was there. */
export function anyTimes(run: Run, body: () => void, trial = false): void {
  const { changes } = run.attempt(body, { trial, watched: true });
  run.state.merge(changes, NO_CHANGES, moved);
}

/** A value that was counted on is no longer known. */
export function moved(after: Value, before: Value): Value {
  if (after === before) return after;
  const joined = join(after, before);
  const counts =
    joined.kind === "union" &&
    joined.options.every(({ kind }) => kind === "const" || kind === "size" || kind === "ratio");
  return counts ? UNKNOWN : joined;
}
