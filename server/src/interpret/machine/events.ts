/**
 * What other code may do between two steps of this one: handlers, callbacks of promises, other entries of the file. They
 * run whenever this code waits, or calls what nobody knows.
 *
 *   button.onclick = () => { width = 16; };
 *   width = 3;
 *   await tf.nextFrame();       // width may be 16 again
 */
import type { Changes } from "../../facts/state.ts";
import type { Value } from "../../facts/values.ts";
import { MOST_TRIALS, moved } from "./any-times.ts";
import type { Run } from "./run.ts";
import type { Deferred } from "./under-way.ts";

/** What a callback did once, it may do at any time from now on. */
export function mayHappen(run: Run, changes: Changes): void {
  if (changes.size === 0) return;
  run.state.record(run.pending, changes);
  run.settledAt = -1;
}

/** Others may run here: those that hold callbacks, and where this code waits all entries. */
export function othersRun(run: Run, waits: boolean): void {
  const { state, pending, entries } = run;
  if (pending.length + (waits ? entries.length : 0) === 0 || (state.version === run.settledAt && !waits))
    return;
  state.mayHaveAgain(pending, moved);
  if (waits) state.mayHaveAgain(entries, moved);
  run.settledAt = state.version;
}

const MOST_TIMES = 3; // that one callback is looked at: it is often handed out by code that runs often

/** Runs a callback for its result and its effects without a word; for its findings it runs when all else has. */
export function runLater(run: Run, fn: Deferred["fn"], body: () => Value): Value {
  const { state } = run;
  const { result, changes } = run.attempt(body, { trial: true, watched: true });
  state.mayHave(changes, moved);
  mayHappen(run, changes);
  // what it wrote it may read the next time; where this is a trial, there is a next time anyway
  for (let times = 1; changes.size > 0 && !state.silent && times < MOST_TRIALS; times++) {
    const again = run.attempt(body, { trial: true, watched: true });
    const { version } = state;
    state.mayHave(again.changes, moved);
    if (state.version === version) break;
    mayHappen(run, again.changes);
  }
  // where an error is expected nothing of the callback is told
  if (state.silent) state.mark(run.executed, fn);
  if (state.silent || run.deferred.filter((other) => other.fn === fn).length >= MOST_TIMES) return result;
  const { meanwhile } = run;
  const moment = state.moment(1);
  state.record(run.deferred, {
    fn,
    run: body,
    stack: [...run.stack],
    moment,
    ...(meanwhile && { since: meanwhile }),
  });
  return result;
}

/** Looks at the callbacks that were handed out, from all that may be so when they run. */
export function runDeferred(run: Run, guard: (body: () => void) => void): void {
  const { state } = run;
  for (let i = 0; i < run.deferred.length; i++) {
    const { run: body, stack, moment, since = state.since(moment) } = run.deferred[i]!;
    guard(() => {
      run.stack.push(...stack);
      run.meanwhile = since;
      state.attempt(() => {
        state.doubt(since);
        state.mayHave(since, moved);
        othersRun(run, true);
        body();
      });
    });
  }
  run.deferred = [];
  run.meanwhile = undefined;
}
