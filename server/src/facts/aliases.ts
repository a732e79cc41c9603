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

/** Unknown, and perhaps one of these; the same once more, so that what repeats itself comes to rest. */
export function perhaps(values: readonly Value[]): UnknownValue {
  const lists = values.map(aliasesOf);
  const widest = lists.reduce((wide, list) => (list.length > wide.length ? list : wide), NOTHING);
  if (widest.length === 0) return UNKNOWN;
  if (lists.every((list) => holds(widest, list)))
    for (const value of values)
      if (value.kind === "unknown" && value.aliases === widest && !value.fields) return value;
  return { kind: "unknown", aliases: together(lists) };
}

const NOTHING: readonly Value[] = [];

/** Which lists hold which others: it is asked again at each join of what has them. */
const held = new WeakMap<readonly Value[], WeakMap<readonly Value[], boolean>>();

function holds(list: readonly Value[], other: readonly Value[]): boolean {
  if (list === other) return true;
  if (other.length < 2) return other.every((alias) => isIn(indexOf(list), alias));
  const known = held.get(list)?.get(other);
  if (known !== undefined) return known;
  const index = indexOf(list);
  const result = other.every((alias) => isIn(index, alias));
  const answers = held.get(list) ?? new WeakMap<readonly Value[], boolean>();
  held.set(list, answers.set(other, result));
  return result;
}

/** All that is in any of the lists. */
function together(lists: readonly (readonly Value[])[]): readonly Value[] {
  const index: Index = new Map();
  const all: Value[] = [];
  for (const list of lists) for (const alias of list) if (addTo(index, alias)) all.push(alias);
  indexes.set(all, index);
  return all;
}

type Index = Map<unknown, Value[]>;

/** The members of a list of aliases by identity, kept for as long as the list. */
const indexes = new WeakMap<readonly Value[], Index>();

function indexOf(aliases: readonly Value[]): Index {
  let index = indexes.get(aliases);
  if (!index) {
    index = new Map();
    for (const alias of aliases) addTo(index, alias);
    indexes.set(aliases, index);
  }
  return index;
}

const isIn = (index: Index, alias: Value): boolean =>
  index.get(identityOf(alias))?.some((other) => sameIdentity(other, alias)) ?? false;

/** Whether it was not in there before. */
function addTo(index: Index, alias: Value): boolean {
  const alike = index.get(identityOf(alias));
  if (alike?.some((other) => sameIdentity(other, alias))) return false;
  if (alike) alike.push(alias);
  else index.set(identityOf(alias), [alias]);
  return true;
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
