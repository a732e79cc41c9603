/**
 * The seam between layers and what computes them. A backend plans jobs by name and says where it keeps numbers; an
 * executor asks its backends in order and takes the first that plans the job.
 *
 *     const backend: Backend = { name: "mine", planners: { ReLU: { prepare: (job) => … } } };
 *     new Executor([backend, referenceBackend]);
 *
 * Planning is synchronous and tells at once whether the backend can; only `Prepared.run` touches numbers. A backend that
 * answers later (a GPU's) gives a `Prepared` with a `run` of its own that returns a promise, for callers that wait: such
 * a kind is added beside this one, planners and the order of backends stay as they are.
 */
import type { Job, Outline, Step } from "./job.ts";

/** What is settled before the numbers come. Arrays of inputs and outputs belong to one call: they must not be kept. */
export interface Prepared {
  /** How it is computed, in words: "Winograd F(4×4, 3×3)". */
  readonly algorithm: string;
  run(job: Job): void;
  dispose(): void;
}

export interface Planner {
  /** Null where the backend cannot do what the arguments ask for, or another does it faster. */
  prepare(job: Job): Prepared | null;
  /**
   * Whether the kernel can do these steps, too, before it writes its result. A job with a planner that says so may wait
   * for what follows it; left out where there is nothing to gain.
   */
  takes?(outline: Outline, steps: readonly Step[]): boolean;
}
/** By the names of layers and functions: "Conv2d", "cat". */
export type Planners = Readonly<Record<string, Planner>>;

/** Where arrays of numbers come from. */
export interface Storage {
  /** Bytes that all arrays may take together. */
  readonly limit: number;
  /** An array of so many numbers, not cleared. */
  floats(length: number): Float32Array;
  /** Gives an array of `floats` back before the garbage collector does. */
  discard(array: Float32Array): void;
  /** Whether others are given the array's memory once it is discarded. */
  owns(array: Float32Array): boolean;
  /** This very array will never be handed out again with other numbers: somebody knows the numbers by it. */
  keepIdentity(array: Float32Array): void;
  /**
   * Asked when memory is short: gives up something that can be made anew, or only if it looks as if nobody needed it any more; or
   * says that there is nothing.
   */
  reclaim: (onlyIdle?: boolean) => boolean;
}

export interface Backend {
  readonly name: string;
  readonly planners: Planners;
  /** False while a run may be refused for its length: it has to be asked at once. */
  readonly mayWait?: () => boolean;
  /** Where its kernels reach numbers without a copy; left out by a backend that takes any array. */
  readonly memory?: Storage;
}

/** One planner, or kernel, for several names. */
export const forNames = <T>(names: readonly string[], value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(names.map((name) => [name, value]));

/** One for each number of spatial axes: `forRanks((rank) => ({ [`Conv${rank}d`]: … }))`. */
export const forRanks = <T>(of: (rank: number) => Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign({}, ...[1, 2, 3].map(of));
