/** The preview worker in Node: a thread of its own. Built as `dist/preview.js`. */
import { parentPort, workerData } from "node:worker_threads";
import { collectGarbage } from "./collect-garbage.ts";
import { nodeFiles } from "./node-files.ts";
import { serve, type WorkerSettings } from "./serve.ts";

parentPort!.on(
  "message",
  serve(workerData as WorkerSettings, {
    files: nodeFiles,
    tell: (told) => parentPort!.postMessage(told),
    collectGarbage,
  }),
);
