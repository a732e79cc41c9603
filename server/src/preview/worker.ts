/** The preview worker in Node: one job after the other, in a thread of its own. Built as `dist/preview.js`. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { ConvLensError, cancellation, LimitError, setLimits, setThreads } from "@convlens/engine";
import { Cancelled, Executor } from "./executor.ts";
import { Worker } from "./jobs.ts";
import type { Ask, Progress, Told } from "./messages.ts";
import { nodeFiles } from "./node-files.ts";
import { NotRunnable } from "./plan.ts";

export interface WorkerSettings {
  readonly picture: string;
  readonly threads: number;
  readonly bytes: number;
}

const { picture, threads, bytes } = workerData as WorkerSettings;
const tell = (told: Told): void => parentPort!.postMessage(told);

setThreads(threads);
setLimits({ bytes });
const executor = new Executor({ files: nodeFiles, picture });
const worker = new Worker(executor, threads, (message) => tell({ kind: "log", message }));
const cancelled = new Int32Array(new SharedArrayBuffer(4));

parentPort!.on("message", async (ask: Ask) => {
  const { id } = ask;
  try {
    tell({ kind: "answer", id, answer: await answerTo(ask) });
  } catch (error) {
    tell({ kind: "error", id, message: messageOf(error), expected: isExpected(error) });
  }
});

/** Where memory runs out, what is kept of earlier runs is let go of, and the job is tried once more. */
async function answerTo({ id, kind, job }: Ask): Promise<unknown> {
  const run = (): unknown => worker.do(kind, job, () => Atomics.load(cancelled, 0) === id, progressOf(id));
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
  }
  executor.forget();
  collectGarbage();
  await new Promise((resolve) => setTimeout(resolve, 20)); // the engine's finalizers run meanwhile
  return run();
}

/** Told now and then: nobody reads faster. */
const TELL_MS = 60;

function progressOf(id: number): (at: Progress) => void {
  let last = 0;
  return (at) => {
    const now = performance.now();
    if (now - last < TELL_MS) return;
    last = now;
    tell({ kind: "progress", id, at });
  };
}

/** Kernels' memory is returned when the objects that hold it are collected, which the engine does not ask for by itself. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
}

tell({ kind: "ready", cancelled, stop: cancellation() });
executor.warmUp();

const isExpected = (error: unknown): boolean =>
  error instanceof NotRunnable ||
  error instanceof Cancelled ||
  error instanceof ConvLensError ||
  error instanceof LimitError;

function messageOf(error: unknown): string {
  if (isExpected(error)) return (error as Error).message || "Cancelled.";
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
