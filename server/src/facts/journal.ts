/** What was written since when: every write with what was there before, as long as any of it may be taken back. */
import { type Changes, fieldsOf, isOld, LONGEST, type Place, read, together, write } from "./places.ts";
import type { TakenIn } from "./taken-in.ts";
import { type Fact, Writes } from "./writes.ts";

interface Write {
  readonly place: Place;
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
  /** What it was meanwhile, where a whole stretch of execution is written at once. */
  seen?: readonly unknown[];
  /** The names of all fields before one was deleted: an object is listed in their order. */
  order?: readonly string[];
}

export abstract class Journal extends Writes {
  /** Steps that looking back has taken so far: what a run pays for with its fuel. */
  work = 0;
  /** Counts the writes; two equal counts are the same state. */
  version = 0;
  protected readonly journal: (Write | Fact)[] = [];
  /** Above 0 where `seen` of changes is to tell all that was written. */
  protected watchers = 0;
  /** By list of what others may write. */
  protected readonly takenIn = new Map<readonly Changes[], TakenIn>();

  /** Whether anything that is written now may be taken back. */
  protected abstract get open(): boolean;

  protected put(place: Place, key: string, value: unknown, seen: readonly unknown[] = []): void {
    this.version++;
    if (this.open) {
      const before = read(place, key);
      const deletes = value === undefined && before !== undefined && key[0] === ".";
      const entry: Write = { place, key, before, after: value };
      if (seen.length > 0) entry.seen = [...seen, value];
      if (deletes) entry.order = [...fieldsOf(place).keys()];
      this.journal.push(entry);
    } else for (const { marks } of this.takenIn.values()) marks.length = 0;
    write(place, key, value);
  }

  protected note(fact: Fact): void {
    if (this.open) this.journal.push(fact);
  }

  protected changesSince(start: number, born?: number, end = this.journal.length): Changes {
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

  protected hasFacts(start: number): boolean {
    for (let i = start; i < this.journal.length; i++) if ("strike" in this.journal[i]!) return true;
    return false;
  }

  /** Takes back what was written since `start`; of things `born` later only what knows of them is left. */
  protected undo(start: number, born: number, trial: boolean): void {
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
    for (const [others, { marks }] of this.takenIn) {
      while (marks.length > 0 && marks.at(-1)!.at > start) marks.pop();
      // what was told meanwhile may be of such a place
      if (untold && !trial && marks.at(-1)?.count !== others.length) marks.length = 0;
    }
    if (!trial) for (const entry of log) if ("strike" in entry) this.journal.push(entry);
  }
}
