/**
 * Lists of which nobody knows how long they are, and what is called for each element: the first one as it is, then any
 * number of others.
 *
 *   sizes.forEach((units, i) => model.add(tf.layers.dense({ units, inputShape: i === 0 ? [4] : undefined })));
 *   const y = blocks.reduce((x, filters) => block(filters, x), input);
 */
import { join, sameValue } from "../../facts/join.ts";
import { NO_CHANGES } from "../../facts/state.ts";
import type { BuiltinValue, CallSite, UnknownValue, Value } from "../../facts/values.ts";
import { constant, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { anyNumber, MOST_TRIALS, settle } from "../machine/any-times.ts";
import { mayHappen } from "../machine/events.ts";
import { opaqueMember } from "../machine/free.ts";
import type { Run } from "../machine/run.ts";
import { apply } from "./array.ts";
import { callValue } from "./call.ts";

/** `forEach` and `reduce` of something unknown, where they are given a function. */
export function openListMember(value: UnknownValue, name: string, run: Run): BuiltinValue | undefined {
  if (name !== "forEach" && name !== "reduce") return undefined;
  if (!value.fields && !value.aliases) return undefined;
  if (value.aliases?.some(({ kind }) => kind !== "array")) return undefined;
  const otherwise = memberOf(value, name, run);
  const call = (site: CallSite): Value => {
    // what is waited for is no list: a stream calls later
    const listed = site.args[0]?.kind === "function" && !site.awaited && run.loops < 2;
    if (!listed) return callValue(otherwise, site, run);
    return name === "forEach" ? forEach(value, site, run) : reduce(value, site, run);
  };
  return { kind: "builtin", name, call };
}

/** Under its name; of what several lists have in common nobody knows one. */
const memberOf = (list: UnknownValue, name: string, run: Run): Value =>
  list.fields ? opaqueMember(run, list, name) : UNKNOWN;

function forEach(list: UnknownValue, site: CallSite, run: Run): Value {
  const { changes } = run.attempt(() => {
    apply(site.args[0], [memberOf(list, "0", run), constant(0), list], site, run);
    anyNumber(run, () => void apply(site.args[0], [UNKNOWN, UNKNOWN, list], site, run));
  });
  run.state.merge(changes, NO_CHANGES);
  mayHappen(run, changes); // of something that is no list it may be called later
  return UNDEFINED;
}

function reduce(list: UnknownValue, site: CallSite, run: Run): Value {
  const first = memberOf(list, "0", run);
  const start = site.args[1] ?? first;
  const { changes, result } = run.attempt(() => {
    const sum = site.args[1] ? apply(site.args[0], [start, first, constant(0), list], site, run) : start;
    return foldOthers(sum, UNKNOWN, list, site, run);
  });
  run.state.merge(changes, NO_CHANGES);
  mayHappen(run, changes);
  return settle(result, start);
}

/** What a fold comes to behind `sum`, when nobody knows how many elements follow. */
export function foldOthers(sum: Value, element: Value, list: Value, site: CallSite, run: Run): Value {
  let known = sum;
  const step = (): Value => apply(site.args[0], [known, element, UNKNOWN, list], site, run);
  for (let pass = 0; pass < MOST_TRIALS; pass++) {
    const { changes, result } = run.attempt(step, { trial: true });
    const joiner = pass < MOST_TRIALS - 1 ? join : settle;
    const moves = run.state.merge(changes, NO_CHANGES, joiner);
    const next = joiner(result, known);
    if (!moves && sameValue(next, known)) break;
    known = next;
  }
  const last = run.attempt(step);
  run.state.merge(last.changes, NO_CHANGES, settle);
  return settle(last.result, known);
}
