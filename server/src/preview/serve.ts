/** What a preview worker does, whatever thread it is: one job after the other. */
import { ConvLensError, cancellation, LimitError, setLimits, setThreads } from "@convlens/engine";
import { Cancelled, Executor } from "./executor.ts";
import type { Files } from "./files.ts";
import { Worker } from "./jobs.ts";
import type { Ask, Progress, Told } from "./messages.ts";
import { NotRunnable } from "./plan.ts";
import { warmUp } from "./warm-up.ts";

export interface WorkerSettings {
  /** The bundled sample. */
  readonly picture: string;
  readonly threads: number;
  /** Of tensors, weights and scratch of the engine. */
  readonly bytes: number;
}

export interface Surroundings {
  readonly files: Files;
  tell(told: Told): void;
  /** Kernels' memory is returned when the objects that hold it are collected, which the engine does not ask for by itself. */
  collectGarbage?(): void;
}

/** Says that it is ready, and returns what does a job. */
export function serve(
  { picture, threads, bytes }: WorkerSettings,
  { files, tell, collectGarbage }: Surroundings,
): (ask: Ask) => Promise<void> {
  setThreads(threads);
  setLimits({ bytes });
  const executor = new Executor({ files, picture });
  const worker = new Worker(executor, threads, (message) => tell({ kind: "log", message }));
  const shared = typeof SharedArrayBuffer !== "undefined";
  const cancelled = new Int32Array(shared ? new SharedArrayBuffer(4) : new ArrayBuffer(4));

  /** Where memory runs out, what is kept of earlier runs is let go of, and the job is tried once more. */
  async function answerTo({ id, kind, job }: Ask): Promise<unknown> {
    const run = (): unknown =>
      worker.do(kind, job, () => Atomics.load(cancelled, 0) === id, progressOf(id, tell));
    try {
      return run();
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
    }
    executor.forget();
    collectGarbage?.();
    await new Promise((resolve) => setTimeout(resolve, 20)); // the engine's finalizers run meanwhile
    return run();
  }

  let left = 0;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  /** What is left of earlier runs is collected while nobody waits: V8 sees the arrays, and not the memory that they stand for. */
  const tidyUp = (): void => {
    left += executor.takeLeft();
    if (left < MOST_LEFT) return;
    left = 0;
    collectGarbage?.();
  };

  tell({ kind: "ready", ...(shared && { words: { cancelled, stop: cancellation() } }) });
  const steps = warmUp(worker);
  let isIdle = true;
  const warm = (): void => {
    try {
      if (isIdle && !steps.next().done) setTimeout(warm);
    } catch {
      // whoever asks for the same is told
    }
  };
  setTimeout(warm, FIRST_MS);

  return async (ask) => {
    isIdle = false; // a real job warms what it needs
    clearTimeout(quiet);
    const { id } = ask;
    try {
      tell({ kind: "answer", id, answer: await answerTo(ask) });
    } catch (error) {
      tell({ kind: "error", id, message: messageOf(error), expected: isExpected(error) });
    }
    quiet = setTimeout(tidyUp, QUIET_MS);
  };
}

/** Bytes that are worth the tens of milliseconds that it takes to have them back, and how long nobody has asked for anything then. */
const MOST_LEFT = 64e6;
const QUIET_MS = 300;

/** Whoever started the worker for a job has sent it by then: it comes before all that it does not need. */
const FIRST_MS = 20;

/** Told now and then: nobody reads faster. */
const TELL_MS = 60;

function progressOf(id: number, tell: Surroundings["tell"]): (at: Progress) => void {
  let last = 0;
  return (at) => {
    const now = performance.now();
    if (now - last < TELL_MS) return;
    last = now;
    tell({ kind: "progress", id, at });
  };
}

const isExpected = (error: unknown): boolean =>
  error instanceof NotRunnable ||
  error instanceof Cancelled ||
  error instanceof ConvLensError ||
  error instanceof LimitError;

function messageOf(error: unknown): string {
  if (isExpected(error)) return (error as Error).message || "Cancelled.";
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
