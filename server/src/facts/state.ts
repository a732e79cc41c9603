/**
 * The one state of a run. All that it may write goes through here and is journaled, so that any stretch of execution can
 * be taken back: both sides of an undecided branch start from the same state, and what they wrote is joined afterwards.
 *
 *   const yes = state.attempt(() => execute(consequent));
 *   const no = state.attempt(() => execute(alternate));
 *   state.merge(yes.changes, no.changes);
 *
 * Values are readonly everywhere else: a write that goes past it does not compile.
 */
import { join as joinValues } from "./join.ts";
import { Joins } from "./joins.ts";
import { type Changes, composed, NO_CHANGES } from "./places.ts";
import { newestId } from "./scope.ts";

export { type Changes, NO_CHANGES } from "./places.ts";

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

export class State extends Joins {
  private readonly stretches: Stretch[] = [];
  private attempts = 0;
  private muted = 0;

  protected get open(): boolean {
    return this.stretches.length > 0;
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
    for (const { marks } of this.takenIn.values())
      while (marks.length > 0 && marks.at(-1)!.at > 0) marks.pop();
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
}
