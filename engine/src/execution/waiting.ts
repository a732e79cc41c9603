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
  readonly #compute: (work: Work, shape: readonly number[]) => Float32Array;
  #data: Float32Array | undefined;
  #isTakenUp = false;

  constructor(
    work: Work,
    shape: readonly number[],
    compute: (work: Work, shape: readonly number[]) => Float32Array,
  ) {
    this.#work = work;
    this.shape = shape;
    this.#compute = compute;
  }

  /** The numbers, computed when they are first asked for. */
  get data(): Float32Array {
    if (this.#work) {
      if (this.#isTakenUp) lastOf(this.#work).call.isRead = true;
      this.#data = this.#compute(this.#work, this.shape);
      this.forget();
    }
    return this.#data!;
  }

  /** What is still to be done; null once it is computed. */
  get work(): Work | null {
    return this.#work;
  }

  /** A later result computes this one's work, too. Until it is computed or forgotten its arrays are held. */
  takeUp(): void {
    this.#isTakenUp = true;
    for (const array of this.#arrays()) holds.set(array, (holds.get(array) ?? 0) + 1);
  }

  /** Whether these numbers are needed to compute it. */
  uses(array: Float32Array): boolean {
    for (const own of this.#arrays()) if (own === array) return true;
    return false;
  }

  /** It will not be computed any more, or is: nothing is held for it. */
  forget(): void {
    if (this.#isTakenUp)
      for (const array of this.#arrays()) {
        const count = holds.get(array)! - 1;
        if (count > 0) holds.set(array, count);
        else holds.delete(array);
      }
    this.#work = null;
  }

  *#arrays(): Generator<Float32Array> {
    if (!this.#work) return;
    const { task, followers } = this.#work;
    for (const { data } of task.inputs) yield data;
    for (const { data } of Object.values(task.state)) yield data;
    for (const { step } of followers) {
      if (step.other) yield step.other.data;
      for (const { data } of Object.values(step.state)) yield data;
    }
  }
}

/** The call whose result it is. */
export const lastOf = ({ task, followers }: Work): Task => followers.at(-1)?.task ?? task;

/** How many results that were taken up are computed from an array. */
const holds = new WeakMap<Float32Array, number>();

/** Whether a result that may still be read is computed from the array: it must not be used for anything else. */
export const isHeld = (array: Float32Array): boolean => holds.has(array);
