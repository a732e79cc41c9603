/**
 * What was prepared for calls, as long as there is memory for it. A plan can be made anew at any time: when memory is
 * short, those that were used least lately are let go first.
 */
import type { Prepared } from "../jobs/backend.ts";

/** The place of one plan: empty before its first use, and again when memory was short. */
export class Slot {
  prepared: Prepared | null = null;
  /** When it was last used, in uses of all slots; 0 is never. */
  used = 0;
  /** The longest time from one use to the next. */
  pause = 0;

  dispose(): void {
    this.prepared?.dispose();
    this.prepared = null;
  }
}

/** What comes again in a loop has come long before so many times its longest pause, or this pause, are over. */
const [IDLE_PAUSES, LEAST_PAUSE] = [4, 128];
/** Uses until idle plans are looked for again, where there were none. */
const SEARCH_AGAIN = 32;

/** Slots from which on those of layers that are gone are looked for, again whenever there are twice as many. */
const SWEPT = 64;

/** A place that held a plan, and when that was used last. */
interface InLine {
  readonly slot: WeakRef<Slot>;
  readonly used: number;
}

export class Shelf {
  /** Weak, so that a plan goes with its layer. */
  #slots: WeakRef<Slot>[] = [];
  #sweepAt = SWEPT;
  #clock = 0;
  #searchAt = 0;
  #inUse: Slot | null = null;
  /** Who goes next where memory is short: thousands go one after the other without all being compared each time. */
  #line: InLine[] = [];

  /** What the slot holds, or what `make` gives. It stays until something else is taken. */
  take<P extends Prepared | null>(slot: Slot, make: () => P): P | Prepared {
    this.#inUse = null; // what is made now may need the memory of the one before
    this.#clock++;
    if (slot.used === 0) this.#add(slot);
    else slot.pause = Math.max(slot.pause, this.#clock - slot.used);
    slot.used = this.#clock;
    slot.prepared ??= make();
    this.#inUse = slot;
    return slot.prepared as P | Prepared;
  }

  /** Lets go of the plan that was used least lately, or only if it looks as if nobody used it any more; or says that there is none. */
  letGo(onlyIdle = false): boolean {
    if (onlyIdle && this.#clock < this.#searchAt) return false;
    const oldest = onlyIdle
      ? this.#held()
          .findLast(({ slot }) => this.#isIdle(slot.deref()!))
          ?.slot.deref()
      : (this.#nextInLine() ?? this.#nextInLine(this.#held()));
    if (!oldest) this.#searchAt = this.#clock + SEARCH_AGAIN;
    oldest?.dispose();
    return oldest !== undefined;
  }

  /** What holds a plan that may go, the one used least lately last. */
  #held(): InLine[] {
    return this.#slots
      .map((slot) => ({ slot, used: slot.deref()?.used ?? 0 }))
      .filter(({ slot }) => this.#mayGo(slot.deref()))
      .sort((a, b) => b.used - a.used);
  }

  /** The first in line that was not used since: what was, or came later, is newer than all that stand there. */
  #nextInLine(line = this.#line): Slot | undefined {
    this.#line = line;
    for (let next = line.pop(); next; next = line.pop()) {
      const slot = next.slot.deref();
      if (slot?.used === next.used && this.#mayGo(slot)) return slot;
    }
    return undefined;
  }

  #mayGo(slot: Slot | undefined): boolean {
    return Boolean(slot?.prepared) && slot !== this.#inUse;
  }

  #isIdle({ used, pause }: Slot): boolean {
    return this.#clock - used > IDLE_PAUSES * Math.max(pause, LEAST_PAUSE);
  }

  #add(slot: Slot): void {
    this.#slots.push(new WeakRef(slot));
    if (this.#slots.length < this.#sweepAt) return;
    this.#slots = this.#slots.filter((reference) => reference.deref());
    this.#sweepAt = Math.max(SWEPT, 2 * this.#slots.length);
  }
}
