/**
 * What has followed a call in one pass with it: each link knows what came next, so that a model that runs again finds its
 * plan by a few comparisons.
 */
import type { State, Step } from "../jobs/job.ts";
import { statisticsWritten } from "../jobs/statistics.ts";
import type { Args } from "../specs/spec.ts";
import { isSameState } from "./same.ts";
import { Slot } from "./shelf.ts";

/** Of what follows a link, so much is remembered. */
const NEXT_KEPT = 2;

/** A call of a site, which stands for its name and arguments. */
interface Link {
  readonly site: object;
  readonly name: string;
  readonly args: Args;
  readonly training: boolean;
  readonly state: State;
}

/** A call, links behind it, and this one. */
export class Chain {
  readonly slot = new Slot();
  readonly next = new Next();
  /** The link as backends know it, without another operand. */
  readonly step: Step;
  /** No backend plans it. */
  isDeclined = false;
  readonly #site: object;
  #isTaken = false;
  #asOf = -1;

  constructor({ site, name, args, training, state }: Link) {
    this.#site = site;
    this.step = { name, args, training, state };
  }

  isOf({ site, training, state }: Link): boolean {
    return site === this.#site && training === this.step.training && isSameState(state, this.step.state);
  }

  /** Whether the first call's kernel takes all links; undefined where nobody asked yet, or statistics may have changed since. */
  get isTaken(): boolean | undefined {
    return this.#asOf === statisticsWritten() ? this.#isTaken : undefined;
  }
  set isTaken(isTaken: boolean) {
    this.#isTaken = isTaken;
    this.#asOf = statisticsWritten();
  }
}

/** What has come next. */
export class Next {
  readonly #kept: Chain[] = [];

  /** The chain with the link at its end, as it was met before or as a new one. */
  with(link: Link): Chain {
    for (const chain of this.#kept) if (chain.isOf(link)) return chain;
    const chain = new Chain(link);
    if (this.#kept.length >= NEXT_KEPT) forget(this.#kept.shift()!);
    this.#kept.push(chain);
    return chain;
  }

  dispose(): void {
    for (const chain of this.#kept) forget(chain);
  }
}

function forget({ slot, next }: Chain): void {
  slot.dispose();
  next.dispose();
}
