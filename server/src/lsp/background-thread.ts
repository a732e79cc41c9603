/** The thread of `background.ts` in Node: one file, with nobody waiting, bounded by fuel alone. */
import { parentPort, Worker, workerData } from "node:worker_threads";
import { nodeHost } from "../disk/node-host.ts";
import { Project } from "../project/project.ts";
import type { BackgroundAnswer, BackgroundAsk, Thread } from "./background.ts";

/** `script`: a bundle that calls `analyzeInBackground` where it is no main thread. */
export function startThread(script: string, ask: BackgroundAsk): Thread {
  const worker = new Worker(script, { workerData: ask });
  worker.unref();
  return {
    done: new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    }),
    end: () => void worker.terminate(),
  };
}

export function analyzeInBackground(): void {
  const { file, texts } = workerData as BackgroundAsk;
  const project = new Project(nodeHost);
  for (const [path, text] of texts) project.setOpen(path, text);
  const { findings, gaps } = project.analyze(file);
  const cut = gaps.some((gap) => gap.cut);
  parentPort!.postMessage({ findings, cut } satisfies BackgroundAnswer);
}
