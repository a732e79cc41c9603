/** The preview worker in Node: one job after the other, in a thread of its own. Built as `dist/preview.js`. */
import { readFileSync, statSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { ConvLensError, cancellation, LimitError, setLimits, setThreads } from "@convlens/engine";
import { Cancelled, Executor } from "./executor.ts";
import type { Files } from "./files.ts";
import { Worker } from "./jobs.ts";
import type { Ask, Told } from "./messages.ts";
import { NotRunnable } from "./plan.ts";

export interface WorkerSettings {
  readonly picture: string;
  readonly threads: number;
  readonly bytes: number;
}

const files: Files = {
  stamp(path) {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? `${found.mtimeMs} ${found.size}` : undefined;
  },
  read: (path) => new Uint8Array(readFileSync(path)),
};

const { picture, threads, bytes } = workerData as WorkerSettings;
const tell = (told: Told): void => parentPort!.postMessage(told);

setThreads(threads);
setLimits({ bytes });
const executor = new Executor({ files, picture });
const worker = new Worker(executor, threads, (message) => tell({ kind: "log", message }));
const cancelled = new Int32Array(new SharedArrayBuffer(4));

parentPort!.on("message", ({ id, kind, job }: Ask) => {
  try {
    const answer = worker.do(kind, job, () => Atomics.load(cancelled, 0) === id);
    tell({ kind: "answer", id, answer });
  } catch (error) {
    tell({ kind: "error", id, message: messageOf(error), expected: isExpected(error) });
  }
});
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
