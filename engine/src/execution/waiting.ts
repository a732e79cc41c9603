/**
 * A result that is not computed yet: its layer's kernel can do more on the way out, and what comes next may be just that.
 * `conv.forward(x)` waits, `norm.forward(…)` and `F.relu(…)` become a part of it, and whoever looks at the numbers, or
 * goes on with anything else, gets them from one pass over memory instead of three.
 *
 * Shapes are checked, and errors thrown, when the layer is called. Reading a result that a later one has taken up
 * computes it by itself.
 */
import type { Cells, State, Step } from "../jobs/job.ts";
import type { Args, CallArgs } from "../specs/spec.ts";
import type { CallSite, KnownCall } from "./call-site.ts";
import type { Chain } from "./chain.ts";

/** One call of a layer or function, its shapes checked. */
export interface Task {
  readonly site: CallSite;
  readonly call: KnownCall;
  /** As backends know it. */
  readonly name: string;
  readonly args: Args;
  readonly callArgs: CallArgs;
  readonly training: boolean;
  readonly state: State;
  readonly inputs: readonly Cells[];
}

/** A task whose input at `at` is the result before it. */
export interface Follower {
  readonly task: Task;
  readonly at: number;
  readonly step: Step;
}

/** What is to be computed: a task, and what goes on with its result. */
export interface Work {
  readonly task: Task;
  /** The task's call with those behind it; null where there are none. */
  readonly chain: Chain | null;
  readonly followers: readonly Follower[];
}

export class Waiting implements Cells {
  readonly shape: readonly number[];
  #work: Work | null;
  readonly #hold: Hold;
  readonly #host: WaitingHost;
  #data: Float32Array | undefined;
  #isTakenUp = false;

  /** `before` is the result that this one goes on with. */
  constructor(work: Work, shape: readonly number[], host: WaitingHost, before: Waiting | null) {
    this.#work = work;
    this.shape = shape;
    this.#host = host;
    const arrays = arraysOf(work);
    const earlier = before ? before.#hold : null;
    this.#hold = earlier && arrays.length === 0 ? earlier : new Hold(arrays, earlier);
    this.#hold.take();
  }

  /** The numbers, computed when they are first asked for. */
  get data(): Float32Array {
    if (this.#work) {
      if (this.#isTakenUp) lastOf(this.#work).call.isRead = true;
      this.#data = this.#host.compute(this.#work, this.shape);
      this.forget();
    }
    return this.#data!;
  }

  /** What is still to be done; null once it is computed. */
  get work(): Work | null {
    return this.#work;
  }

  /** A later result computes this one's work, too. */
  takeUp(): void {
    this.#isTakenUp = true;
  }

  /** It will not be computed any more, or is: what it was to be computed from may go. */
  forget(): void {
    if (!this.#work) return;
    this.#work = null;
    this.#hold.release(this.#host);
  }
}

/** Who computes, and takes memory back. */
export interface WaitingHost {
  compute(work: Work, shape: readonly number[]): Float32Array;
  discard(array: Float32Array): void;
}

/** What the last call of the work is computed from, beside the result before it: all that somebody could overwrite. */
function arraysOf({ task, followers }: Work): readonly Float32Array[] {
  const last = followers.at(-1);
  const cells = last ? (last.step.other ? [last.step.other] : []) : task.inputs;
  const { loose } = (last?.task ?? task).call;
  return cells.length === 0 ? loose : [...cells.map(({ data }) => data), ...loose];
}

/** Arrays of one call, and those that its `before` holds. Results that wait have them together: its own and those that go on with it. */
class Hold {
  readonly #arrays: readonly Float32Array[];
  readonly #before: Hold | null;
  #holders = 0;

  constructor(arrays: readonly Float32Array[], before: Hold | null) {
    this.#arrays = arrays;
    this.#before = before;
    before?.take();
    for (const array of arrays) held.set(array, (held.get(array) ?? 0) + 1);
  }

  take(): void {
    this.#holders++;
  }

  release(host: WaitingHost): void {
    if (--this.#holders > 0) return;
    for (const array of this.#arrays) {
      const count = held.get(array)! - 1;
      if (count > 0) held.set(array, count);
      else {
        held.delete(array);
        if (discarded.delete(array)) host.discard(array);
      }
    }
    this.#before?.release(host);
  }
}

/** The call whose result it is. */
export const lastOf = ({ task, followers }: Work): Task => followers.at(-1)?.task ?? task;

/** How many calls that wait are to be computed from an array, and which arrays go when none is any more. */
const held = new WeakMap<Float32Array, number>();
const discarded = new WeakSet<Float32Array>();

/** Whether the array has to stay as it is for now: then its host is told to discard it as soon as it has not. */
export function discardsLater(array: Float32Array): boolean {
  if (!held.has(array)) return false;
  discarded.add(array);
  return true;
}
