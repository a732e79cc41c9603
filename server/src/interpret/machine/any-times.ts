/** Callbacks of what is not known: they run any number of times, perhaps never. */
import { type Joiner, join, union } from "../../facts/join.ts";
import { NO_CHANGES } from "../../facts/state.ts";
import type { Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import type { Run } from "./run.ts";

/** Runs `body` once for its findings; what it changes is joined with what was there. */
export function anyTimes(run: Run, body: () => void, trial = false): void {
  const { changes } = run.attempt(body, { trial, watched: true });
  let goesOn = run.state.merge(changes, NO_CHANGES, moved) && !run.state.silent;
  // what it wrote it may read the next time
  for (let times = 1; goesOn && times < MOST_TRIALS; times++) {
    const again = run.attempt(body, { trial: true, watched: true });
    goesOn = run.state.merge(again.changes, NO_CHANGES, moved);
  }
}

/** What one of several things does, nobody knows which: each from the same state, and what they leave together. */
export function oneOf<T>(options: readonly T[], run: Run, body: (option: T) => Value): Value {
  const [first, ...others] = options;
  if (first === undefined) return UNKNOWN;
  if (others.length === 0) return body(first);
  const a = run.attempt(() => body(first));
  const b = run.attempt(() => oneOf(others, run, body));
  run.state.merge(a.changes, b.changes);
  return union([a.result, b.result]);
}

/** The same of what runs until a list has no more elements, and then no more: what changes with each run is given up. */
export function anyNumber(run: Run, body: () => void): void {
  if (run.loops >= MOST_DEEP) {
    anyTimes(run, body);
    return;
  }
  run.loops++;
  try {
    for (let pass = 0; pass < MOST_TRIALS; pass++) {
      const { changes, plain } = run.attempt(body, { trial: true });
      if (run.state.merge(changes, NO_CHANGES, pass < MOST_TRIALS - 1 ? join : settle)) continue;
      if (plain) return; // it has nothing to tell
      break;
    }
    run.state.merge(run.attempt(body).changes, NO_CHANGES, settle);
  } finally {
    run.loops--;
  }
}
const MOST_DEEP = 2; // loops in loops
export const MOST_TRIALS = 3; // before what still changes is given up

/** After the trials a value that still moves has no fixed one. Joins of equal tensors keep their shape. */
export function settle(x: Value, y: Value): Value {
  if (x === y) return x;
  const joined = join(x, y);
  return SETTLED.has(joined.kind) ? joined : UNKNOWN;
}
const SETTLED: ReadonlySet<Value["kind"]> = new Set(["const", "size", "tensor", "layer", "object", "array"]);

/** A value that was counted on is no longer known. */
export const moved: Joiner = Object.assign(
  (after: Value, before: Value): Value => {
    if (after === before) return after;
    const joined = join(after, before);
    const counts =
      joined.kind === "union" &&
      joined.options.every(({ kind }) => kind === "const" || kind === "size" || kind === "ratio");
    return counts ? UNKNOWN : joined;
  },
  { again: true } as const,
);
