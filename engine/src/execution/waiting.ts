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
  readonly #arrays: readonly Float32Array[];
  readonly #host: WaitingHost;
  #data: Float32Array | undefined;
  #isTakenUp = false;

  constructor(work: Work, shape: readonly number[], host: WaitingHost) {
    this.#work = work;
    this.shape = shape;
    this.#host = host;
    this.#arrays = arraysOf(work);
    for (const array of this.#arrays) holds.set(array, (holds.get(array) ?? 0) + 1);
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
    for (const array of this.#arrays) {
      const count = holds.get(array)! - 1;
      if (count > 0) holds.set(array, count);
      else {
        holds.delete(array);
        if (discarded.delete(array)) this.#host.discard(array);
      }
    }
  }
}

/** Who computes, and takes memory back. */
export interface WaitingHost {
  compute(work: Work, shape: readonly number[]): Float32Array;
  discard(array: Float32Array): void;
}

function arraysOf({ task, followers }: Work): Float32Array[] {
  const all = task.inputs.map(({ data }) => data);
  for (const name in task.state) all.push(task.state[name]!.data);
  for (const { step } of followers) {
    if (step.other) all.push(step.other.data);
    for (const name in step.state) all.push(step.state[name]!.data);
  }
  return all;
}

/** The call whose result it is. */
export const lastOf = ({ task, followers }: Work): Task => followers.at(-1)?.task ?? task;

/** How many results that wait are to be computed from an array, and which arrays go when none is any more. */
const holds = new WeakMap<Float32Array, number>();
const discarded = new WeakSet<Float32Array>();

/** Whether the array has to stay as it is for now: then its host is told to discard it as soon as it has not. */
export function discardsLater(array: Float32Array): boolean {
  if (!holds.has(array)) return false;
  discarded.add(array);
  return true;
}
