/**
 * Values that nobody follows any more, and that may be one of several all the same: what is done to them may be done to
 * each of those.
 *
 *   const buckets = { cat: [], dog: [] };
 *   buckets[label].push(x);         // whichever it is: neither is certainly empty from now on
 */
import type { UnknownValue, Value } from "./values.ts";
import { UNKNOWN } from "./vocabulary.ts";

const MOST_ALIASES = 12;

/** What can be changed or called through the value. */
export function aliasesOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "array":
    case "object":
    case "function":
      return [value];
    case "builtin":
      return value.call ? [value] : [];
    case "union":
      return value.options.flatMap(aliasesOf);
    case "unknown":
      return value.aliases ?? [];
    default:
      return [];
  }
}

/** Unknown, and perhaps one of these. */
export function perhaps(values: readonly Value[]): UnknownValue {
  const aliases: Value[] = [];
  for (const alias of values.flatMap(aliasesOf))
    if (aliases.length < MOST_ALIASES && !aliases.some((other) => isSame(other, alias))) aliases.push(alias);
  if (aliases.length === 0) return UNKNOWN;
  // the same once more, so that what repeats itself comes to rest
  for (const value of values)
    if (value.kind === "unknown" && value.aliases?.length === aliases.length && !value.fields) return value;
  return { kind: "unknown", aliases };
}

const isSame = (a: Value, b: Value): boolean =>
  a === b ||
  ((a.kind === "array" || a.kind === "object") && a.kind === b.kind && a.id === (b as typeof a).id) ||
  (a.kind === "function" &&
    b.kind === "function" &&
    a.fn === b.fn &&
    a.scope === b.scope &&
    a.self === b.self);
