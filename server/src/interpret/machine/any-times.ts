/** Callbacks of what is not known: they run any number of times, perhaps never. */
import { join } from "../../facts/join.ts";
import { isNullish, UNKNOWN } from "../../facts/value.ts";
import type { Value } from "../../facts/values.ts";
import type { Run } from "./run.ts";

/** Runs `body` once for its findings; what it changes is joined with what was there. */
export function anyTimes(run: Run, body: () => void): void {
  const { changes } = run.heap.attempt(body);
  run.heap.merge(changes, new Map(), moved, UNKNOWN);
}

/** A value that was counted on is no longer known; one that was absent is there once it is used. */
function moved(after: Value, before: Value): Value {
  if (after === before) return after;
  if (isNullish(before) === true && after.kind !== "const" && after.kind !== "size") return after;
  const joined = join(after, before);
  const counts =
    joined.kind === "union" &&
    joined.options.every(({ kind }) => kind === "const" || kind === "size" || kind === "ratio");
  return counts ? UNKNOWN : joined;
}
