/**
 * Memory, kernels and threads together: runs a plan's regions one after the other, synchronously or not.
 *
 *     const runtime = new Runtime();       // as many as one likes: each has memory, kernels and workers of its own
 *     runtime.run([{ entry: kernel.entry("conv"), tasks: 64, args }]);
 */

import { LimitError, WorkerError } from "../errors/limit-error.ts";
import { CONTROL } from "./control.ts";
import { KernelCache } from "./kernel-cache.ts";
import { type FloatBuffer, Memory } from "./memory.ts";
import { Pool, type Region } from "./pool.ts";

export interface RunOptions {
  /** Aborting ends the run between two tasks; the run throws the signal's reason. */
  signal?: AbortSignal;
}

/** Budgets; what goes over them throws LimitError before it begins. */
export interface Limits {
  /** Bytes of tensors, weights and workspace together. Default 1 GiB. */
  bytes?: number;
  /** Multiply-adds of one run. Default unlimited. */
  operations?: number;
}

export class Runtime {
  readonly memory = new Memory();
  readonly kernels = new KernelCache(this.memory);
  readonly pool = new Pool(this.memory, () => this.#workerLost());
  #operations = Number.POSITIVE_INFINITY;
  #workspace: FloatBuffer | null = null;
  #current: AsyncRun | null = null;

  /**
   * A one-word view of the shared memory: any thread that stores 1 there cancels the current run.
   * The caller of a synchronous run is busy with it, so this is how another thread stops it.
   */
  get cancellation(): Int32Array {
    return new Int32Array(this.memory.buffer, CONTROL.cancel, 1);
  }

  setLimits({ bytes, operations }: Limits): void {
    if (bytes !== undefined) this.memory.limit = bytes;
    if (operations !== undefined) this.#operations = operations;
  }

  /** Multiply-adds that a run may have. */
  get operations(): number {
    return this.#operations;
  }

  /** Throws LimitError when a run of so many multiply-adds is over the budget. */
  checkOperations(algorithm: string, operations: number): void {
    if (operations > this.#operations)
      throw new LimitError(`A run by ${algorithm}`, operations, this.#operations, "operations");
  }

  /**
   * Address of at least `bytes` of scratch memory, valid until the next call. All plans share it, since they run
   * one at a time; it grows to the largest need and stays.
   */
  workspace(bytes: number): number {
    if (bytes === 0) return 0;
    if (!this.#workspace || this.#workspace.length * 4 < bytes) {
      this.#workspace?.free();
      this.#workspace = null;
      this.#workspace = this.memory.allocate(Math.ceil(bytes / 4));
    }
    return this.#workspace.pointer;
  }

  /** Completes an asynchronous run that is under way, here and now. */
  finish(): void {
    this.#current?.finish();
  }

  /** Runs the regions in order and returns when the last is done. */
  run(regions: readonly Region[], { signal }: RunOptions = {}): void {
    this.finish();
    this.#begin();
    for (const region of regions) {
      signal?.throwIfAborted();
      this.#runRegion(region);
      this.#check(signal);
    }
  }

  /** Runs the regions on the workers; this thread stays free. Rejects with WorkerError when a worker is lost. */
  async runAsync(regions: readonly Region[], options: RunOptions = {}): Promise<void> {
    this.finish();
    if (this.pool.threads === 1) {
      await new Promise((resolve) => setTimeout(resolve));
      return this.run(regions, options);
    }
    this.#begin();
    const run = new AsyncRun(this.pool, regions, options.signal, {
      check: () => this.#check(options.signal),
      runRegion: (region) => this.#runRegion(region),
      cancel: () => Atomics.store(this.memory.words, CONTROL.cancel >> 2, 1),
      ended: () => {
        this.#current = null;
      },
    });
    this.#current = run;
    return run.promise;
  }

  #begin(): void {
    const words = this.memory.words;
    Atomics.store(words, CONTROL.cancel >> 2, 0);
    Atomics.store(words, CONTROL.failed >> 2, 0);
  }

  #runRegion(region: Region): void {
    const threads = Math.min(this.pool.threads, region.tasks);
    if (threads === 0) return;
    this.pool.open(region, threads);
    let complete = true;
    try {
      region.entry.call(0);
    } finally {
      if (threads > 1) complete = this.pool.close();
    }
    if (!complete) {
      this.pool.restart();
      throw new WorkerError("A worker thread does not answer; its run failed and the workers were replaced");
    }
  }

  #check(signal?: AbortSignal): void {
    const words = this.memory.words;
    if (Atomics.load(words, CONTROL.failed >> 2)) throw new WorkerError("A kernel failed in a worker thread");
    signal?.throwIfAborted();
    if (Atomics.load(words, CONTROL.cancel >> 2))
      throw new DOMException("The run was cancelled", "AbortError");
  }

  #workerLost(): void {
    this.#current?.fail(new WorkerError("A worker thread ended in the middle of a run; run it again"));
  }
}

interface AsyncRunHost {
  check(): void;
  runRegion(region: Region): void;
  cancel(): void;
  ended(): void;
}

/** Regions in progress on the workers. Looks every millisecond; a synchronous run in between completes it first. */
class AsyncRun {
  readonly promise: Promise<void>;
  readonly #pool: Pool;
  readonly #regions: readonly Region[];
  readonly #host: AsyncRunHost;
  #next = 0;
  #timer: ReturnType<typeof setInterval>;
  #settle!: (error?: unknown) => void;

  constructor(pool: Pool, regions: readonly Region[], signal: AbortSignal | undefined, host: AsyncRunHost) {
    this.#pool = pool;
    this.#regions = regions;
    this.#host = host;
    this.promise = new Promise((resolve, reject) => {
      this.#settle = (error) => {
        clearInterval(this.#timer);
        signal?.removeEventListener("abort", host.cancel);
        host.ended();
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    this.#timer = setInterval(() => this.#look(), 1);
    signal?.addEventListener("abort", host.cancel);
    if (signal?.aborted) host.cancel();
    this.#advance();
  }

  fail(error: unknown): void {
    this.#pool.close();
    this.#settle(error);
  }

  /** Completes everything here and now, with the caller's help. */
  finish(): void {
    try {
      this.#regions[this.#next - 1]?.entry.call(0);
      if (!this.#pool.close()) throw new WorkerError("A worker thread does not answer");
      this.#host.check();
      for (const region of this.#regions.slice(this.#next)) this.#host.runRegion(region);
      this.#host.check();
      this.#settle();
    } catch (error) {
      this.#settle(error);
    }
  }

  #look(): void {
    try {
      this.#host.check();
    } catch (error) {
      this.fail(error);
      return;
    }
    if (!this.#pool.drained) return;
    this.#pool.shut();
    if (this.#pool.quiet) this.#advance();
  }

  #advance(): void {
    const region = this.#regions[this.#next++];
    if (region) this.#pool.open(region, this.#pool.threads);
    else this.#settle();
  }
}
