/**
 * What unknown code is passed it may change: nothing is known any more of a plain object's values and of a list's elements.
 *
 *   merge(defaults, options);
 *   tf.layers.dense({ units: defaults.units });     // of any size
 */
import { aliasesOf } from "../../facts/aliases.ts";
import type { CallSite, ObjectValue, Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";

/** Names of functions that look at what they are given. */
const LOOKS =
  /^(log|info|warn|debug|error|trace|print|dir|table|alert|assert\w*|expect|\w*equal\w*|to[A-Z]\w*|stringify|inspect|format|show\w*|render\w*|plot\w*|draw\w*|is[A-Z]\w*|has\w*|emit|send\w*|post\w*|dispatch\w*|describe\w*)$/i;

/** Forgets the arguments of a call of something unknown, and the state of a component that sets it. */
export function forgetPassed({ self, args, calleeSpan }: CallSite, run: Run): void {
  const { file, start, end } = calleeSpan;
  const name = run.context.text(file)?.slice(start, end) ?? "";
  if (self?.kind === "object" && self.cls && name === "setState") run.state.setField(self, "state", UNKNOWN);
  const looks = LOOKS.test(name);
  for (const value of args.flatMap(aliasesOf)) if (!looks || isCanvas(value)) forget(value, run);
}

/** Who draws on a canvas gives it the size of the picture as often as not. */
const isCanvas = (value: Value): boolean => value.kind === "object" && value.fields.has("getContext");

function forget(value: Value, run: Run, depth = 3): void {
  if (depth === 0) return;
  if (value.kind === "array" && (value.elements.length > 0 || value.complete))
    run.state.scramble(value, [UNKNOWN]);
  if (value.kind === "object" && !value.cls && !value.base) forgetFields(value, run, depth - 1);
}

/** Values alone: what is a function or a part of a model stays what it is. */
function forgetFields(object: ObjectValue, run: Run, depth: number): void {
  for (const [name, value] of object.fields) {
    if (value.kind === "array" || value.kind === "object") forget(value, run, depth);
    else if (/^(const|size|ratio|union)$/.test(value.kind)) run.state.setField(object, name, UNKNOWN);
  }
  run.state.set(object, "complete", false);
}
