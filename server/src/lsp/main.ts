/** The language server over stdio (`--stdio`) or Node's channel (`--node-ipc`). */
import { join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { nodeHost } from "../disk/node-host.ts";
import { startNodeWorker } from "../preview/node-channel.ts";
import { startServer } from "./server.ts";

const script = join(__dirname, "preview.js");
const picture = join(__dirname, "../media/samples/lake.png");

startServer(createConnection(ProposedFeatures.all), nodeHost, (threads) =>
  startNodeWorker(script, picture, threads),
);
