/**
 * Values that nobody follows any more, and that may be one of several all the same: what is done to them may be done to
 * each of those.
 *
 *   const buckets = { cat: [], dog: [] };
 *   buckets[label].push(x);         // whichever it is: neither is certainly empty from now on
 */
import { identityOf, sameIdentity } from "./identity.ts";
import type { UnknownValue, Value } from "./values.ts";
import { UNKNOWN } from "./vocabulary.ts";

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
  const known = new Map<unknown, Value[]>();
  const aliases: Value[] = [];
  for (const alias of values.flatMap(aliasesOf)) {
    const alike = known.get(identityOf(alias)) ?? [];
    if (alike.some((other) => sameIdentity(other, alias))) continue;
    known.set(identityOf(alias), [...alike, alias]);
    aliases.push(alias);
  }
  if (aliases.length === 0) return UNKNOWN;
  // the same once more, so that what repeats itself comes to rest
  for (const value of values)
    if (value.kind === "unknown" && value.aliases?.length === aliases.length && !value.fields) return value;
  return { kind: "unknown", aliases };
}

/** What `value[k]` may be, whatever k is, as far as it is known. */
export const anyMember = (value: Value): UnknownValue => perhaps(membersOf(value));

function membersOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "array":
      return value.rest ? [...value.elements, value.rest] : value.elements;
    case "object":
      return [...value.fields.values()];
    case "union":
      return value.options.flatMap(membersOf);
    case "unknown":
      return value.aliases?.flatMap(membersOf) ?? [];
    default:
      return [];
  }
}
