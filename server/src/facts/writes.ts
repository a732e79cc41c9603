/**
 * What a run may write: values, and facts about them. Where it is written to is `put` and `note`'s to say.
 *
 *   state.setField(config, "width", constant(16));
 *   state.record(run.gaps, gap);
 */
import { add, type Dim } from "@convlens/engine/specs";
import { joinFields, join as joinValues } from "./join.ts";
import { CONTENT, FORM, fieldsOf, type Place, SETTLED, type Settled, without } from "./places.ts";
import type {
  ArrayValue,
  ClassValue,
  LayerValue,
  ObjectValue,
  Tensor,
  UnknownValue,
  Value,
} from "./values.ts";
import { UNDEFINED } from "./vocabulary.ts";

/** Something recorded, and how it is struck out. */
export interface Fact {
  readonly strike: () => void;
}

export abstract class Writes {
  /** Every write of a value goes through here; `seen`: what it was meanwhile. */
  protected abstract put(place: Place, key: string, value: unknown, seen?: readonly unknown[]): void;
  protected abstract note(fact: Fact): void;

  /** Writes a property of a value, or of a variable. */
  set<P extends Place, K extends keyof P & string>(place: P, key: K, value: P[K]): void {
    this.put("of" in place && place.of ? place.of : place, key, value);
  }

  /** A field of an object, a static member of a class, a member of something opaque. */
  setField(place: ObjectValue | ClassValue | UnknownValue, name: string, value: Value): void {
    this.put(place, `.${name}`, value);
    if (place.kind === "object" && place.optional?.has(name)) {
      this.put(place, "optional", without(place.optional, name));
      this.put(place, "misplaced", new Set([...(place.misplaced ?? []), name]));
    }
  }

  deleteField(object: ObjectValue, name: string): void {
    if (object.fields.has(name)) this.put(object, `.${name}`, undefined);
  }

  /** `object[k] = value` where nobody knows k: each field is what it was, or the value. */
  setSomeField(object: ObjectValue | ClassValue, value: Value): void {
    for (const [name, old] of fieldsOf(object)) this.put(object, `.${name}`, joinValues(old, value));
    if (object.kind === "object") this.put(object, "complete", false);
  }

  /** `delete object[k]` where nobody knows k: each field is what it was, or gone. */
  deleteSomeField(object: ObjectValue): void {
    for (const [name, old] of object.fields) this.put(object, `.${name}`, joinFields(object, old, undefined));
    this.put(object, "optional", new Set(object.fields.keys()));
  }

  setElements(
    array: ArrayValue,
    elements: readonly Value[],
    complete = array.complete,
    rest = complete ? undefined : array.rest,
    count?: Dim,
  ): void {
    this.put(array, CONTENT, { elements, complete, rest, count });
  }

  /** More elements at the end of an array, or of what is known of it. */
  append(array: ArrayValue, added: readonly Value[]): void {
    if (array.complete) this.setElements(array, [...array.elements, ...added]);
    else {
      const rest = array.rest && [array.rest, ...added].reduce(joinValues);
      const count = array.count === undefined ? undefined : add(array.count, added.length);
      this.setElements(array, array.elements, false, rest, count);
    }
  }

  /** The array has changed in a way that nobody follows: it may hold what it held and what was `added`, anywhere. */
  scramble(array: ArrayValue, added: readonly Value[] = []): void {
    const all = [...array.elements, ...(array.rest ? [array.rest] : []), ...added];
    const rest = (array.complete || array.rest) && all.length > 0 ? all.reduce(joinValues) : undefined;
    this.setElements(array, [], false, rest);
  }

  /** `array[i] = value` where nobody knows i. */
  setSomeElement(array: ArrayValue, value: Value): void {
    const elements = array.elements.map((old) => joinValues(old, value));
    const rest = array.complete ? joinValues(UNDEFINED, value) : array.rest && joinValues(array.rest, value);
    this.setElements(array, elements, false, rest);
  }

  /** The plain form of a lazy layer, or back: `lazy` is what it was before its first use. */
  setForm(layer: LayerValue, form: Pick<LayerValue, "spec" | "args" | "lazy" | "unsure">): void {
    this.put(layer, FORM, form);
  }

  /** The shape of an input, once something tells. */
  settle(tensor: Tensor, settled: Settled): void {
    this.put(tensor, SETTLED, settled);
  }

  // ── records ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Adds to a list of facts. */
  record<T>(list: readonly T[], fact: T): void {
    (list as T[]).push(fact);
    this.note({ strike: () => void (list as T[]).pop() });
  }

  /** Adds to a set of facts. */
  mark<T>(set: ReadonlySet<T>, element: T): void {
    if (set.has(element)) return;
    (set as Set<T>).add(element);
    this.note({ strike: () => void (set as Set<T>).delete(element) });
  }

  /** Writes a table of facts. */
  enter<K, T>(map: ReadonlyMap<K, T>, key: K, value: T): void {
    const table = map as Map<K, T>;
    const [had, before] = [table.has(key), table.get(key)];
    table.set(key, value);
    this.note({ strike: () => void (had ? table.set(key, before!) : table.delete(key)) });
  }
}
