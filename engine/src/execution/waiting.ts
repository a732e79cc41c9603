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
  readonly followers: readonly Follower[];
}

export class Waiting implements Cells {
  readonly shape: readonly number[];
  #work: Work | null;
  readonly #holds: readonly Hold[];
  readonly #host: WaitingHost;
  #data: Float32Array | undefined;
  #isTakenUp = false;

  /** `before` is the result that this one goes on with. */
  constructor(work: Work, shape: readonly number[], host: WaitingHost, before: Waiting | null) {
    this.#work = work;
    this.shape = shape;
    this.#host = host;
    this.#holds = [...(before ? before.#holds : []), new Hold(arraysOf(work))];
    for (const hold of this.#holds) hold.take();
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
    for (const hold of this.#holds) hold.release(this.#host);
  }
}

/** Who computes, and takes memory back. */
export interface WaitingHost {
  compute(work: Work, shape: readonly number[]): Float32Array;
  discard(array: Float32Array): void;
}

/** What the last call of the work is computed from, beside the result before it. */
function arraysOf({ task, followers }: Work): Float32Array[] {
  const step = followers.at(-1)?.step;
  const cells = step ? (step.other ? [step.other] : []) : task.inputs;
  const all = cells.map(({ data }) => data);
  const { state } = step ?? task;
  for (const name in state) all.push(state[name]!.data);
  return all;
}

/** Arrays of one call, which results that wait have together: its own and those that go on with it. */
class Hold {
  readonly #arrays: readonly Float32Array[];
  #results = 0;

  constructor(arrays: readonly Float32Array[]) {
    this.#arrays = arrays;
  }

  take(): void {
    if (this.#results++ > 0) return;
    for (const array of this.#arrays) held.set(array, (held.get(array) ?? 0) + 1);
  }

  release(host: WaitingHost): void {
    if (--this.#results > 0) return;
    for (const array of this.#arrays) {
      const count = held.get(array)! - 1;
      if (count > 0) held.set(array, count);
      else {
        held.delete(array);
        if (discarded.delete(array)) host.discard(array);
      }
    }
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
