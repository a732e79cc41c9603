/** Alternatives become one state: what either side of a branch has written, and what others may have. */
import { join as joinValues } from "./join.ts";
import { Journal } from "./journal.ts";
import {
  alikeAt,
  type Change,
  type Changes,
  CONTENT,
  type Joiner,
  joinedAt,
  type Place,
  read,
  startOf,
} from "./places.ts";
import { TakenIn } from "./taken-in.ts";
import type { ArrayValue } from "./values.ts";

export abstract class Joins extends Journal {
  /** What was written may as well not have been. */
  doubt(changes: Changes, join: Joiner = joinValues): void {
    for (const [place, keys] of changes)
      for (const [key, { before }] of keys) this.putJoined(place, key, before, read(place, key), join, []);
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
        this.work += lengthOf(key, now);
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
    const taken = this.takenIn.get(others) ?? new TakenIn();
    this.takenIn.set(others, taken);
    const { marks } = taken;
    const { at, count } = marks.at(-1) ?? { at: this.journal.length, count: 0 };
    if (count > 0 && at < this.journal.length) {
      const writers = taken.writersOf(others);
      for (const [place, keys] of this.changesSince(at))
        for (const key of keys.keys())
          for (const change of writers.get(place)?.get(key) ?? []) this.mayHold(place, key, change, join);
    }
    for (let i = count; i < others.length; i++) this.mayHave(others[i]!, join);
    marks.push({ at: this.journal.length, count: others.length });
  }

  /** All that `others` write has just been taken in, one after the other. */
  hasTakenIn(others: readonly Changes[]): void {
    const taken = this.takenIn.get(others) ?? new TakenIn();
    this.takenIn.set(others, taken);
    taken.marks.push({ at: this.journal.length, count: others.length });
  }

  private mayHold(place: Place, key: string, { seen }: Change, join: Joiner): void {
    this.work += seen.length;
    let now = read(place, key);
    let moved = false;
    const settle = (): void => {
      if (moved) this.put(place, key, now, seen);
      moved = false;
    };
    for (const value of seen) {
      this.work += lengthOf(key, now);
      if (value === now || alikeAt(key, value, now)) continue;
      if (value === undefined || now === undefined) {
        settle();
        this.putJoined(place, key, value, now, join, seen);
        now = read(place, key);
        continue;
      }
      const joined = joinedAt(place, key, value, now, join);
      if (alikeAt(key, joined, now)) continue; // what holds it already is left as it is
      now = joined;
      moved = true; // written once for all of them
    }
    settle();
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
    this.work += lengthOf(key, y);
    this.put(place, key, joinedAt(place, key, x, y, join), seen);
  }
}

/** A long list is compared and joined element by element. */
const lengthOf = (key: string, content: unknown): number =>
  key === CONTENT && content ? (content as ArrayValue).elements.length : 0;
