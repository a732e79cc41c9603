/** The global `Array`: constructor, from, of, isArray. */

import { isUnknown } from "@convlens/engine/specs";
import type { ArrayValue, BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { asNumber, constant, HOLE, notKnown, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { elementsOf, filled } from "../machine/elements.ts";
import type { Run } from "../machine/run.ts";
import { apply, further } from "./array.ts";
import { lengthOfSource } from "./typed-arrays.ts";

/** The global `Array`. */
export const arrayGlobal = (run: Run): BuiltinValue => ({
  kind: "builtin",
  name: "Array",
  construct: (site) => newArray(site, run),
  call: (site) => newArray(site, run),
  get: (name) => {
    if (name === "isArray")
      return {
        kind: "builtin",
        name,
        call: ({ args: [value] }) =>
          value?.kind === "unknown" || value?.kind === "union" || !value
            ? UNKNOWN
            : constant(value.kind === "array"),
      };
    if (name === "from") return { kind: "builtin", name, call: (site) => arrayFrom(site, run) };
    if (name === "of") return { kind: "builtin", name, call: (site) => run.world.array(site.args) };
    return undefined;
  },
});

function newArray(site: CallSite, run: Run): Value {
  if (site.args.length !== 1) return run.world.array(site.args.map(filled));
  const length = asNumber(site.args[0]);
  if (length === undefined) return run.world.array([], false);
  return length <= 10_000
    ? run.world.array(new Array<Value>(length).fill(HOLE))
    : notKnown("a very long array");
}

/** `Array.from({ length: n }, (_, i) => …)`, `Array.from(iterable, …)`. */
function arrayFrom(site: CallSite, run: Run): Value {
  const [source, map] = site.args;
  let list: ArrayValue | undefined;
  if (source?.kind === "object" && source.fields.has("length") && !source.base) {
    const length = asNumber(source.fields.get("length"));
    list =
      length !== undefined && length <= 10_000
        ? run.world.array(Array.from({ length }, (_, i) => source.fields.get(String(i)) ?? UNDEFINED))
        : undefined;
  } else if (source) list = elementsOf(source, site);
  if (!list) {
    if (map) further([UNKNOWN, UNKNOWN], site, run, map);
    return run.world.array([], false);
  }
  const length = lengthOfSource(source);
  const count = isUnknown(length) ? undefined : length;
  if (map && !list.complete) further([UNKNOWN, UNKNOWN], site, run, map);
  return map
    ? run.world.array(
        list.elements.map((element, i) => apply(map, [element, constant(i)], site, run)),
        list.complete,
        undefined,
        count,
      )
    : run.world.array(list.elements, list.complete, undefined, count);
}
