/**
 * Whether a failure is certain where it is found. What runs perhaps (a side of a branch, a callback, a `try` with a
 * handler, what follows an undecided `return`) fails for certain only if it does whatever its function is given: the
 * caller who passes 1 may be the one for whom the branch does not run.
 *
 *   function hot(t, n) { if (n >= 2) return tf.oneHot(t, n); return tf.tensor2d([]); }
 *   hot(labels, size());        // nothing to say here; line 1 is told of by itself
 */
import type { Span } from "../../facts/span.ts";
import type { Subject } from "../../facts/values.ts";
import type { Run } from "./run.ts";
import type { Call } from "./under-way.ts";

/** Whether the failure is one to report: certain, and not told where it belongs already. */
export function isReached(run: Run, subject: Subject): boolean {
  const { calls, target, passed } = run;
  if (passed.some((uses) => uses.has(`${subject.span.start} ${subject.span.file}`))) return false;
  const perhaps = calls.find(({ again, undecided, returned }) => again && (undecided > 0 || returned));
  if (perhaps) return !run.probing && perhaps.file === target && failsForAny(run, perhaps, subject);
  // what a function of another file does wrong by itself is told in that file
  if (subject.span.file === target) return true;
  const entered = calls.find(({ again, file, from }) => again && file !== target && from === target);
  return !entered || run.probing || !failsForAny(run, entered, subject);
}

/** Whether a call fails in the same place with nothing known of its arguments. */
function failsForAny(run: Run, call: Call, subject: Subject): boolean {
  const key = `${keyOf(subject)} ${call.node.start} ${call.file}`;
  const known = run.verdicts.get(key);
  if (known !== undefined) return known;
  run.verdicts.set(key, false); // while it is looked at
  const { probing, model, loops } = run;
  const outer = run.calls.splice(0);
  let verdict = false;
  run.probing = true;
  run.model = undefined;
  run.loops = 0; // its own loops are followed as far as they are when its file is looked at
  try {
    run.state.attempt(
      () => {
        const from = run.subjects.length;
        call.again!();
        verdict = run.subjects.slice(from).some((other) => keyOf(other) === keyOf(subject));
      },
      { trial: true, aloud: true },
    );
  } finally {
    run.calls.splice(0, run.calls.length, ...outer);
    run.probing = probing;
    run.model = model;
    run.loops = loops;
  }
  run.verdicts.set(key, verdict);
  return verdict;
}

/**
 * The failures that no other run of the same code refutes: what need not run is told only where it fails each time.
 *
 *   for (const n of [3, 5]) if (verbose()) new nn.Linear(n, 2).forward(x);     // goes well in the second pass
 */
export function unrefuted(run: Run): readonly Subject[] {
  if (!run.subjects.some((subject) => run.doubtful.has(subject)))
    return run.subjects.filter((subject) => !run.refuted.has(subject));
  const used = new Set(run.applications.flatMap(({ failed, span }) => (failed ? [] : [placeOf(span)])));
  const built = new Set(run.layers.flatMap(({ refused, site }) => (refused ? [] : [placeOf(site)])));
  return run.subjects.filter((subject) => {
    if (run.refuted.has(subject)) return false;
    const made = subject.layer !== undefined && subject.inputSpans.length === 0; // a constructor's
    const { application, calleeSpan, span } = subject;
    const well = application ? used : made ? built : run.wentWell;
    return !run.doubtful.has(subject) || !well.has(placeOf((!application && calleeSpan) || span));
  });
}

export const placeOf = ({ start, end, file }: Span): string => `${start} ${end} ${file}`;

const keyOf = ({ problem, span }: Subject): string =>
  `${problem.code} ${span.start} ${span.end} ${span.file}`;
