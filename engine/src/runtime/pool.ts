/**
 * Threads that work on one parallel region at a time: the caller is thread 0, workers are 1, 2, ….
 *
 *     pool.open(region);            // workers wake up and take tasks
 *     region.entry.call(0);         // so does the caller
 *     pool.close();                 // waits for those inside, never for one that has not come
 *
 * A worker that the system did not schedule costs nothing but its help.
 */
import { CONTROL, CONTROL_LINE, MAX_THREADS } from "./control.ts";
import { host } from "./host.ts";
import type { KernelEntry } from "./kernel-cache.ts";
import type { Memory } from "./memory.ts";
import { WORKER_SOURCE } from "./worker-source.ts";

/** One exported kernel function over tasks 0 … tasks − 1; `args` is the address of its argument block. */
export interface Region {
  readonly entry: KernelEntry;
  readonly tasks: number;
  readonly args: number;
}

/** How long a worker looks for the next region before it sleeps, in ms: longer than a model takes between two layers. */
const SPIN = 0.3;
/** How long the caller looks for a worker: one that takes longer was most likely put aside for another program. */
const CALLER_SPIN = 0.1;
/** A worker inside that makes no progress for so long is lost: one task takes milliseconds. */
const LOST_AFTER = 30_000;

/** Compiled modules that a worker keeps; one that was dropped is compiled again when it comes back. */
const KEPT_MODULES = 1024;

interface WorkerHandle {
  terminate(): unknown;
}

export class Pool {
  readonly #memory: Memory;
  readonly #workers: (WorkerHandle | undefined)[] = [];
  readonly #onWorkerLost: () => void;
  #threads = Math.min(host.processors, MAX_THREADS);
  #region: Region | null = null;

  /** `onWorkerLost` is told when a worker ends that should not. */
  constructor(memory: Memory, onWorkerLost: () => void) {
    this.#memory = memory;
    this.#onWorkerLost = onWorkerLost;
  }

  get threads(): number {
    return host.sharedMemory ? this.#threads : 1;
  }
  /** Takes effect with the next region; superfluous workers end. */
  set threads(count: number) {
    this.#threads = Math.min(count, MAX_THREADS);
    for (const worker of this.#workers.splice(this.#threads)) worker?.terminate();
  }

  /** Publishes the region. With one thread no worker hears of it. */
  open(region: Region, threads: number): void {
    const words = this.#memory.words;
    const { entry } = region;
    words[CONTROL.tasks >> 2] = region.tasks;
    words[CONTROL.threads >> 2] = threads;
    words[CONTROL.args >> 2] = region.args;
    for (let thread = 0; thread < threads; thread++) {
      Atomics.store(words, cursorWord(thread), Math.floor((thread * region.tasks) / threads));
    }
    this.#region = region;
    if (threads === 1) return;
    for (let thread = 1; thread < threads; thread++) this.#workers[thread] ??= this.#start(thread);
    words[CONTROL.module >> 2] = entry.moduleId;
    words[CONTROL.entry >> 2] = entry.index;
    words[CONTROL.modulePointer >> 2] = entry.modulePointer;
    words[CONTROL.moduleLength >> 2] = entry.moduleLength;
    const generation = (Atomics.load(words, CONTROL.generation >> 2) + 1) | 0 || 1;
    Atomics.store(words, CONTROL.open >> 2, generation);
    Atomics.store(words, CONTROL.generation >> 2, generation);
    Atomics.notify(words, CONTROL.generation >> 2);
  }

  /** True when every task was taken. */
  get drained(): boolean {
    const words = this.#memory.words;
    const { tasks } = this.#region!;
    const threads = words[CONTROL.threads >> 2]!;
    for (let thread = 0; thread < threads; thread++) {
      const end = Math.floor(((thread + 1) * tasks) / threads);
      if (Atomics.load(words, cursorWord(thread)) < end) return false;
    }
    return true;
  }

  /** True when no worker is inside a region. */
  get quiet(): boolean {
    return this.#firstInside() === 0;
  }

  /** No worker can enter the region any more. */
  shut(): void {
    Atomics.store(this.#memory.words, CONTROL.open >> 2, 0);
  }

  /** Shuts the region and waits for the workers inside. False when one of them is lost. */
  close(): boolean {
    this.shut();
    const since = performance.now();
    for (let round = 1, thread = this.#firstInside(); thread !== 0; round++, thread = this.#firstInside()) {
      if (round % 128 !== 0) continue;
      const waited = performance.now() - since;
      if (waited > LOST_AFTER) return false;
      if (waited > CALLER_SPIN) this.#sleepWhileInside(thread);
    }
    return true;
  }

  /** Ends all workers; the next region starts new ones. */
  restart(): void {
    for (const worker of this.#workers.splice(0)) worker?.terminate();
    const words = this.#memory.words;
    for (let thread = 1; thread < MAX_THREADS; thread++) Atomics.store(words, insideWord(thread), 0);
  }

  /** The worker's own object (Node's Worker or the browser's), for tests. */
  worker(thread: number): WorkerHandle | undefined {
    return this.#workers[thread];
  }

  #firstInside(): number {
    const words = this.#memory.words;
    for (let thread = 1; thread < this.#workers.length; thread++) {
      if (Atomics.load(words, insideWord(thread)) !== 0) return thread;
    }
    return 0;
  }

  /** A browser's main thread may not sleep: it goes on looking. */
  #sleepWhileInside(thread: number): void {
    try {
      Atomics.wait(this.#memory.words, insideWord(thread), 1, 50);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  #start(thread: number): WorkerHandle {
    const setup = {
      memory: this.#memory.wasm,
      thread,
      spin: SPIN,
      kept: KEPT_MODULES,
      control: CONTROL,
      line: CONTROL_LINE,
    };
    const worker = host.node ? nodeWorker(host.node, setup) : webWorker(setup);
    const ended = () => {
      if (this.#workers[thread] !== worker) return; // one that we ended ourselves
      this.#workers[thread] = undefined;
      Atomics.store(this.#memory.words, insideWord(thread), 0);
      this.#onWorkerLost();
    };
    if ("on" in worker) worker.on("error", ended).on("exit", ended);
    else worker.onerror = ended;
    return worker;
  }
}

function nodeWorker(node: NonNullable<typeof host.node>, workerData: object) {
  const worker = new node.worker.Worker(WORKER_SOURCE, { eval: true, execArgv: [], workerData });
  worker.unref();
  return worker;
}

function webWorker(setup: object) {
  const { Worker } = globalThis as unknown as { Worker: new (url: string) => BrowserWorker };
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.postMessage(setup);
  return worker;
}

interface BrowserWorker extends WorkerHandle {
  postMessage(data: unknown): void;
  onerror: (() => void) | null;
}

function cursorWord(thread: number): number {
  return (CONTROL.cursors + thread * CONTROL_LINE) >> 2;
}

function insideWord(thread: number): number {
  return (CONTROL.inside + thread * CONTROL_LINE) >> 2;
}
