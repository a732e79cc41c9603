/**
 * Places: whatever can be written to, how it is read, written and joined, key by key.
 *
 *   read(object, ".width")              // a field
 *   read(array, "content")              // elements, completeness and what more of them are like
 */
import {
  type Joiner,
  joinContents,
  joinFields,
  joinForms,
  joinSettled,
  sameContent,
  sameValue,
} from "./join.ts";
import type { Cell } from "./scope.ts";
import type {
  ArrayValue,
  ClassValue,
  LayerValue,
  ObjectValue,
  Tensor,
  UnknownValue,
  Value,
} from "./values.ts";
import { UNKNOWN } from "./vocabulary.ts";

/** Whatever can be written to. */
export type Place = Cell | ArrayValue | ObjectValue | ClassValue | LayerValue | Tensor | UnknownValue;

/** One key of a place over a stretch of execution. */
export interface Change {
  readonly before: unknown;
  readonly after: unknown;
  /** Everything it was in between, `after` included: what others may have seen. */
  readonly seen: readonly unknown[];
}
/** What a stretch of execution wrote to what was there before it, by place and key. */
export type Changes = ReadonlyMap<Place, ReadonlyMap<string, Change>>;
export const NO_CHANGES: Changes = new Map();

export type { Joiner } from "./join.ts";

// Keys of single fields begin with a dot, which no property of a value does; other keys are properties, but for those
// that only make sense together.
export const CONTENT = "content"; // an array's elements, completeness, rest and count
export const FORM = "form"; // a layer's spec, arguments and lazy form
export const SETTLED = "settled"; // a tensor's shape, and whether it is open, assumed or uncertain

export type Settled = Pick<Tensor, "shape" | "open" | "assumed" | "uncertain">;

export const isOld = (place: Place, born: number): boolean => !("id" in place) || place.id <= born;

/** Of what changed often nothing is told but that it did; the same once more, made anew by a join, is no change. */
export function together(key: string, seen: readonly unknown[]): unknown[] {
  const distinct: unknown[] = [];
  for (const value of new Set(seen))
    if (distinct.length <= MOST_SEEN && !distinct.some((other) => alikeAt(key, other, value)))
      distinct.push(value);
  if (distinct.length <= MOST_SEEN) return distinct;
  if (key === CONTENT) return [{ elements: [], complete: false, rest: undefined, count: undefined }];
  return key[0] === "." || key === "value" ? [UNKNOWN] : distinct;
}
const MOST_SEEN = 8;
export const LONGEST = 32;

export function fieldsOf(place: Place): Map<string, Value> {
  if ("statics" in place) return place.statics as Map<string, Value>;
  return (place as ObjectValue).fields as Map<string, Value>;
}

export function read(place: Place, key: string): unknown {
  if (key[0] === ".") return fieldsOf(place).get(key.slice(1));
  switch (key) {
    case CONTENT: {
      const { elements, complete, rest, count } = place as ArrayValue;
      return { elements, complete, rest, count };
    }
    case FORM: {
      const { spec, args, lazy, unsure } = place as LayerValue;
      return { spec, args, lazy, unsure };
    }
    case SETTLED: {
      const { shape, open, assumed, uncertain } = place as Tensor;
      return { shape, open, assumed, uncertain };
    }
    default:
      return (place as unknown as Record<string, unknown>)[key];
  }
}

export function write(place: Place, key: string, value: unknown, order?: readonly string[]): void {
  if (key[0] === ".") {
    const fields = fieldsOf(place);
    if (value === undefined) fields.delete(key.slice(1));
    else fields.set(key.slice(1), value as Value);
    for (const name of order ?? []) {
      const field = fields.get(name)!;
      fields.delete(name);
      fields.set(name, field);
    }
  } else if (key === CONTENT || key === FORM || key === SETTLED) Object.assign(place, value);
  else (place as unknown as Record<string, unknown>)[key] = value;
}

export function joinedAt(place: Place, key: string, x: unknown, y: unknown, join: Joiner): unknown {
  if (key[0] === ".")
    return x === undefined || y === undefined
      ? joinFields(place, x as Value | undefined, y as Value | undefined)
      : join(x as Value, y as Value);
  switch (key) {
    case "value":
      return join(x as Value, y as Value);
    case CONTENT:
      return joinContents(x as ArrayValue, y as ArrayValue, join);
    case FORM:
      return joinForms(x as LayerValue, y as LayerValue);
    case SETTLED:
      return joinSettled(x as Tensor, y as Tensor);
    case "complete":
      return x === true && y === true;
    case "optional":
    case "misplaced":
      return new Set([...((x as Set<string>) ?? []), ...((y as Set<string>) ?? [])]);
    case "frozen":
      return x === y ? x : "perhaps";
    case "used":
    case "blamed":
    case "repaired":
      return x === true || y === true;
    default:
      return x ?? y; // names and where they stand: the first that was given
  }
}

export function alikeAt(key: string, x: unknown, y: unknown): boolean {
  if (x === y) return true;
  if (key[0] === "." || key === "value")
    return x !== undefined && y !== undefined && sameValue(x as Value, y as Value);
  if (key === CONTENT) return sameContent(x as ArrayValue, y as ArrayValue);
  if (x instanceof Set && y instanceof Set) return x.size === y.size && [...x].every((name) => y.has(name));
  return JSON.stringify(x) === JSON.stringify(y);
}

export function without<T>(set: ReadonlySet<T>, element: T): ReadonlySet<T> {
  const others = new Set(set);
  others.delete(element);
  return others;
}

/** Where only what came later wrote a key, on the way out it is what it was before. */
export const startOf = (change: Change | undefined): Change | undefined =>
  change && { before: change.before, after: change.before, seen: [] };

/** One stretch of execution behind another. */
export function composed(first: Changes, second: Changes): Changes {
  if (first.size === 0) return second;
  const whole = new Map<Place, Map<string, Change>>();
  for (const [place, keys] of first) whole.set(place, new Map(keys));
  for (const [place, keys] of second) {
    const known = whole.get(place) ?? new Map<string, Change>();
    whole.set(place, known);
    for (const [key, { before, after, seen }] of keys) {
      const earlier = known.get(key);
      known.set(key, {
        before: earlier ? earlier.before : before,
        after,
        seen: together(key, [...(earlier?.seen ?? []), ...seen]),
      });
    }
  }
  return whole;
}
