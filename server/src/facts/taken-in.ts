/**
 * What a state has taken in of all that others may write at any time. Where a place was written since, and only there, it
 * is to be taken in again.
 */
import type { Change, Changes, Place } from "./places.ts";

/** Of a list of what others may write: where in the journal all of it was taken in, and how long the list was then. */
export class TakenIn {
  readonly marks: { readonly at: number; readonly count: number }[] = [];
  private index = new Map<Place, Map<string, Change[]>>();
  private indexed: readonly Changes[] = [];

  /** What the list says of each place. */
  writersOf(others: readonly Changes[]): ReadonlyMap<Place, ReadonlyMap<string, readonly Change[]>> {
    const { indexed } = this;
    if (indexed.length > others.length || indexed.at(-1) !== others[indexed.length - 1])
      [this.index, this.indexed] = [new Map(), []];
    for (const changes of others.slice(this.indexed.length))
      for (const [place, keys] of changes) {
        const known = this.index.get(place) ?? new Map<string, Change[]>();
        this.index.set(place, known);
        for (const [key, change] of keys) {
          const all = known.get(key);
          if (all) all.push(change);
          else known.set(key, [change]);
        }
      }
    if (this.indexed.length < others.length) this.indexed = [...others];
    return this.index;
  }
}
