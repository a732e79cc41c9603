/** The language server over stdio (`--stdio`) or Node's channel (`--node-ipc`). */
import { isMainThread } from "node:worker_threads";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { nodeHost } from "../disk/node-host.ts";
import { collectGarbage, collectYoung } from "../preview/collect-garbage.ts";
import { startBundledWorker } from "../preview/node-channel.ts";
import { analyzeInBackground, startThread } from "./background-thread.ts";
import { startServer } from "./server.ts";

/** Starts it in this process. `quiet`: called when nobody has waited for a while. */
export function serve(quiet: () => void): void {
  startServer(createConnection(ProposedFeatures.all), {
    host: nodeHost,
    startWorker: startBundledWorker,
    collectGarbage() {
      quiet();
      collectGarbage();
    },
    collectYoung,
    startBackground: (ask) => startThread(__filename, ask),
  });
}

if (!isMainThread) analyzeInBackground();
