/**
 * The one state of a run. All that it may write goes through here and is journaled, so that any stretch of execution can
 * be taken back: both sides of an undecided branch start from the same state, and what they wrote is joined afterwards.
 *
 *   const yes = state.attempt(() => execute(consequent));
 *   const no = state.attempt(() => execute(alternate));
 *   state.merge(yes.changes, no.changes);
 *
 * Values are readonly everywhere else: a write that goes past this file does not compile.
 */
import { joinFields, join as joinValues } from "./join.ts";
import {
  alikeAt,
  type Change,
  type Changes,
  CONTENT,
  composed,
  FORM,
  fieldsOf,
  isOld,
  type Joiner,
  joinedAt,
  LONGEST,
  NO_CHANGES,
  type Place,
  read,
  SETTLED,
  type Settled,
  startOf,
  together,
  without,
  write,
} from "./places.ts";
import { newestId } from "./scope.ts";
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

export { type Changes, NO_CHANGES } from "./places.ts";

interface Write {
  readonly place: Place;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
  /** What it was meanwhile, where a whole stretch of execution is written at once. */
  readonly seen?: readonly unknown[];
  /** The names of all fields before one was deleted: an object is listed in their order. */
  readonly order?: readonly string[];
}
/** Something recorded, and how it is struck out. */
interface Fact {
  readonly strike: () => void;
}

export interface Attempted<T> {
  readonly result: T;
  readonly changes: Changes;
  /** Nothing was recorded, and there is no way out: the changes are all there is to tell. */
  readonly plain: boolean;
}

export interface AttemptOptions {
  /** Leave no trace. */
  readonly trial?: boolean;
  /** Report what is found all the same. */
  readonly aloud?: boolean;
  /** Others may see what it writes while it runs: `seen` of its changes is to tell all of it. */
  readonly watched?: boolean;
}

/** A way out of a stretch of execution that is perhaps taken, and what is written on it. */
export interface Exit<Way> {
  readonly way: Way;
  readonly changes: Changes; // since the stretch began
}

/** A stretch of execution under way: where it begins in the journal, and the ways out of it so far. */
interface Stretch {
  readonly start: number;
  readonly undone: boolean; // in the end, as an attempt is
  exits: Exit<unknown>[];
}

export class State {
  /** Steps that looking back has taken so far: what a run pays for with its fuel. */
  work = 0;
  private readonly journal: (Write | Fact)[] = [];
  private readonly stretches: Stretch[] = [];
  private attempts = 0;
  private muted = 0;
  private watchers = 0;
  /** Counts the writes; two equal counts are the same state. */
  version = 0;
  /** By list of what others may write: where in the journal all of it was taken in, and how long the list was then. */
  private readonly takenIn = new Map<readonly Changes[], { at: number; count: number }[]>();

  // ── writes ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes a property of a value, or of a variable. */
  set<P extends Place, K extends keyof P & string>(place: P, key: K, value: P[K]): void {
    this.put(place, key, value);
  }

  /** A field of an object, a static member of a class, a member of something opaque. */
  setField(place: ObjectValue | ClassValue | UnknownValue, name: string, value: Value): void {
    this.put(place, `.${name}`, value);
    if (place.kind === "object" && place.optional?.has(name))
      this.put(place, "optional", without(place.optional, name));
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
    rest = array.rest,
  ): void {
    this.put(array, CONTENT, { elements, complete, rest });
  }

  /** More elements at the end of an array, or of what is known of it. */
  append(array: ArrayValue, added: readonly Value[]): void {
    if (array.complete) this.setElements(array, [...array.elements, ...added]);
    else
      this.setElements(array, array.elements, false, array.rest && [array.rest, ...added].reduce(joinValues));
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

  // ── attempts ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Above the state of things nothing is reported: errors are expected here, or this is a try. */
  get silent(): boolean {
    return this.muted > 0;
  }

  /** Runs `body` without a word. */
  silently<T>(body: () => T): T {
    this.muted++;
    try {
      return body();
    } finally {
      this.muted--;
    }
  }

  /** How many attempts are under way. */
  get depth(): number {
    return this.attempts;
  }

  /**
   * Runs `body`, takes back what it wrote, and tells it. What it made stays whole: nothing else knows of it yet. What it
   * recorded stays too, unless the attempt is a `trial`, which leaves no trace, and says nothing unless `aloud`.
   */
  attempt<T>(
    body: () => T,
    { trial = false, aloud = !trial, watched = false }: AttemptOptions = {},
  ): Attempted<T> {
    const born = newestId();
    const stretch: Stretch = { start: this.journal.length, undone: true, exits: [] };
    this.stretches.push(stretch);
    this.attempts++;
    if (watched) this.watchers++;
    try {
      const result = aloud ? body() : this.silently(body);
      const plain = stretch.exits.length === 0 && !this.hasFacts(stretch.start);
      return { result, changes: this.changesSince(stretch.start, born), plain };
    } finally {
      this.attempts--;
      if (watched) this.watchers--;
      this.stretches.pop();
      this.undo(stretch.start, born, trial);
      if (!trial) this.lift(stretch);
      this.forget();
    }
  }

  private hasFacts(start: number): boolean {
    for (let i = start; i < this.journal.length; i++) if ("strike" in this.journal[i]!) return true;
    return false;
  }

  private undo(start: number, born: number, trial: boolean): void {
    this.version++;
    const log = this.journal.splice(start);
    let untold = false; // writes that stay, and are in the journal no more
    for (let i = log.length - 1; i >= 0; i--) {
      const entry = log[i]!;
      if (!("strike" in entry)) {
        if (isOld(entry.place, born)) write(entry.place, entry.key, entry.before, entry.order);
        else untold = true;
      } else if (trial) entry.strike();
    }
    for (const marks of this.takenIn.values())
      if (untold && !trial) marks.length = 0;
      else while (marks.length > 0 && marks.at(-1)!.at > start) marks.pop();
    if (!trial) for (const entry of log) if ("strike" in entry) this.journal.push(entry);
  }

  /**
   * Runs `body` as something that can be left on the way: a function, a loop, one pass of it. What is written on the ways
   * out that end here, as `takes` tells, is joined with what holds at the end.
   */
  stretch<T>(body: () => T, takes: (way: unknown) => boolean): T {
    const stretch: Stretch = { start: this.journal.length, undone: false, exits: [] };
    this.stretches.push(stretch);
    let result: T;
    try {
      result = body();
      this.takeIn(stretch, takes);
    } finally {
      this.stretches.pop();
      this.lift(stretch);
      this.forget();
    }
    return result;
  }

  /** Joins what holds now with what holds on ways out of the stretch under way; they are no longer ways out. */
  takeIn(
    stretch: { exits: Exit<unknown>[] } | undefined = this.stretches.at(-1),
    takes = (_: unknown) => true,
  ): void {
    const taken = stretch?.exits.filter(({ way }) => takes(way)) ?? [];
    if (!stretch || taken.length === 0) return;
    stretch.exits = stretch.exits.filter(({ way }) => !takes(way));
    const changed = this.changesSince((stretch as Stretch).start);
    for (const { changes } of taken) this.merge(changes, NO_CHANGES, joinValues, changed);
  }

  /** Remembers a way out that is perhaps taken from here, with what it writes. */
  leave(way: unknown, changes: Changes): void {
    const stretch = this.stretches.at(-1);
    stretch?.exits.push({ way, changes: composed(this.changesSince(stretch.start), changes) });
  }

  /** The ways out that are wanted, which are none from now on. */
  drop(wanted: (way: unknown) => boolean): readonly Exit<unknown>[] {
    const stretch = this.stretches.at(-1);
    const dropped = stretch?.exits.filter(({ way }) => wanted(way)) ?? [];
    if (stretch) stretch.exits = stretch.exits.filter(({ way }) => !wanted(way));
    return dropped;
  }

  /** The ways out of the stretch under way. */
  exits(): readonly Exit<unknown>[] {
    return this.stretches.at(-1)?.exits ?? [];
  }

  /** Whether some stretch under way has perhaps been left. */
  get leaving(): boolean {
    return this.stretches.some(({ exits }) => exits.length > 0);
  }

  /** Ways that lead further out begin with what was written before this stretch. */
  private lift({ exits, start }: Stretch): void {
    const outer = this.stretches.at(-1);
    if (!outer || exits.length === 0) return;
    const before = this.changesSince(outer.start, undefined, start);
    for (const { way, changes } of exits) outer.exits.push({ way, changes: composed(before, changes) });
  }

  private forget(): void {
    if (this.stretches.length > 0) return;
    this.journal.length = 0;
    for (const marks of this.takenIn.values()) while (marks.length > 0 && marks.at(-1)!.at > 0) marks.pop();
  }

  // ── histories ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** How many stretches are under way. */
  get level(): number {
    return this.stretches.length;
  }

  /** Here and now, for `since`, while at least the `level` outermost stretches last. */
  moment(level: number): number {
    const attempt = this.stretches.find(({ undone }, i) => undone && i >= level);
    return attempt ? attempt.start : this.journal.length;
  }

  /** What was written since a moment. */
  since(moment: number): Changes {
    this.watchers++;
    const changes = this.changesSince(moment);
    this.watchers--;
    return changes;
  }

  /** What was written may as well not have been. */
  doubt(changes: Changes, join: Joiner = joinValues): void {
    for (const [place, keys] of changes)
      for (const [key, { before }] of keys) this.putJoined(place, key, before, read(place, key), join, []);
  }

  private changesSince(start: number, born?: number, end = this.journal.length): Changes {
    const changes = new Map<Place, Map<string, { before: unknown; after: unknown; seen: unknown[] }>>();
    this.work += end - start;
    for (let i = start; i < end; i++) {
      const entry = this.journal[i]!;
      if ("strike" in entry || (born !== undefined && !isOld(entry.place, born))) continue;
      const { place, key, before, after, seen } = entry;
      let keys = changes.get(place);
      if (!keys) {
        keys = new Map();
        changes.set(place, keys);
      }
      const known = keys.get(key);
      if (!known) {
        keys.set(key, { before, after, seen: seen ? [...seen] : [after] });
        continue;
      }
      known.after = after;
      if (this.watchers === 0) known.seen = [after];
      else if (seen) known.seen.push(...seen);
      else known.seen.push(after);
      if (known.seen.length > LONGEST) {
        this.work += known.seen.length;
        known.seen = together(key, known.seen);
      }
    }
    return changes;
  }

  /** Writes `changes` again, as if they happened now. */
  commit(changes: Changes): void {
    for (const [place, keys] of changes)
      for (const [key, { after, seen }] of keys) this.put(place, key, after, seen);
  }

  /**
   * Writes the join of two alternatives; true if anything is not what it is now. `since`: what was written after the first
   * of them was left, and is on it what it was before.
   */
  merge(a: Changes, b: Changes, join: Joiner = joinValues, since?: Changes): boolean {
    let moved = false;
    for (const place of new Set([...a.keys(), ...b.keys(), ...(since?.keys() ?? [])])) {
      const [left, right, meanwhile] = [a.get(place), b.get(place), since?.get(place)];
      for (const key of new Set([
        ...(left?.keys() ?? []),
        ...(right?.keys() ?? []),
        ...(meanwhile?.keys() ?? []),
      ])) {
        const now = read(place, key);
        const x = left?.get(key) ?? startOf(meanwhile?.get(key));
        const y = right?.get(key);
        const seen = this.watchers === 0 ? [] : [...(x?.seen ?? []), ...(y?.seen ?? [])];
        this.putJoined(place, key, x ? x.after : now, y ? y.after : now, join, seen);
        moved ||= !alikeAt(key, read(place, key), now);
      }
    }
    return moved;
  }

  /** The changes may have happened, in part or often: each place is what it is, or anything that they ever wrote. */
  mayHave(changes: Changes, join: Joiner = joinValues): void {
    for (const [place, keys] of changes)
      for (const [key, change] of keys) this.mayHold(place, key, change, join);
  }

  /**
   * Each of `others` may have happened again by now. What it writes was taken in before, so that only places count that
   * were written since: code that waits often costs what it writes, not what all others do.
   */
  mayHaveAgain(others: readonly Changes[], join: Joiner = joinValues): void {
    const marks = this.takenIn.get(others) ?? [];
    this.takenIn.set(others, marks);
    const { at, count } = marks.at(-1) ?? { at: this.journal.length, count: 0 };
    const written = count > 0 ? this.changesSince(at) : NO_CHANGES;
    for (let i = 0; i < Math.min(count, others.length); i++)
      for (const [place, keys] of written) {
        const mine = others[i]!.get(place);
        if (mine)
          for (const key of keys.keys()) if (mine.has(key)) this.mayHold(place, key, mine.get(key)!, join);
      }
    for (let i = count; i < others.length; i++) this.mayHave(others[i]!, join);
    marks.push({ at: this.journal.length, count: others.length });
  }

  private mayHold(place: Place, key: string, { seen }: Change, join: Joiner): void {
    this.work += seen.length;
    for (const value of seen) {
      const now = read(place, key);
      if (alikeAt(key, value, now)) continue;
      // what holds it already is left as it is
      const bothThere = value !== undefined && now !== undefined;
      if (!bothThere || !alikeAt(key, joinedAt(place, key, value, now, join), now))
        this.putJoined(place, key, value, now, join, seen);
    }
  }

  private putJoined(
    place: Place,
    key: string,
    x: unknown,
    y: unknown,
    join: Joiner,
    seen: readonly unknown[],
  ): void {
    if (x === y && x === read(place, key)) return;
    const absent = key[0] === "." && x !== y && (x === undefined || y === undefined);
    if (absent && place && "fields" in place && "kind" in place && place.kind === "object")
      this.put(place, "optional", new Set([...(place.optional ?? []), key.slice(1)]));
    if (absent && "base" in place && place.base) this.put(place, "complete", false);
    this.put(place, key, joinedAt(place, key, x, y, join), seen);
  }

  private put(place: Place, key: string, value: unknown, seen: readonly unknown[] = []): void {
    this.version++;
    if (this.stretches.length > 0) {
      const before = read(place, key);
      const deletes = value === undefined && before !== undefined && key[0] === ".";
      this.journal.push({
        place,
        key,
        before,
        after: value,
        ...(seen.length > 0 && { seen: [...seen, value] }),
        ...(deletes && { order: [...fieldsOf(place).keys()] }),
      });
    } else if (this.takenIn.size > 0) this.takenIn.clear();
    write(place, key, value);
  }

  private note(fact: Fact): void {
    if (this.stretches.length > 0) this.journal.push(fact);
  }
}
