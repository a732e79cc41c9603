/** The preview worker as a thread of Node. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Told } from "./messages.ts";
import type { WorkerSettings } from "./serve.ts";
import type { Channel } from "./service.ts";

const MOST_THREADS = 8;
/** Bytes of tensors, weights and scratch of the engine. */
const MOST_BYTES = 1.5 * 2 ** 30;
/** Of plans, descriptions and texts: tensors lie elsewhere. What needs more ends the worker, and not the server. */
const MOST_HEAP_MB = 512;

/** The worker and the test picture that stand beside the bundle that calls this. */
export const startBundledWorker = (threads = 0): Channel =>
  startNodeWorker(join(__dirname, "preview.js"), join(__dirname, "../media/samples/lake.png"), threads);

/** `script`: the built worker; `picture`: the bundled sample; `threads`: 0 for as many as are good. */
export function startNodeWorker(script: string, picture: string, threads = 0): Channel {
  const settings: WorkerSettings = {
    picture,
    threads: threads || Math.max(1, Math.min(MOST_THREADS, availableParallelism())),
    bytes: MOST_BYTES,
  };
  const worker = new Worker(script, {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB },
  });
  worker.unref();
  let ended = false;
  return {
    send: (ask) => worker.postMessage(ask),
    onTold: (listener) => void worker.on("message", (told: Told) => listener(told)),
    onLost(listener) {
      const lost = (why: string): void => {
        if (!ended) listener(why);
        ended = true;
      };
      worker.on("error", (error) => lost(`The preview worker failed: ${error.message}.`));
      worker.on("exit", (code) => lost(`The preview worker ended with code ${code}.`));
    },
    end() {
      ended = true;
      void worker.terminate();
    },
  };
}
