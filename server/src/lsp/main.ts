/** The language server over stdio (`--stdio`) or Node's channel (`--node-ipc`). */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { nodeHost } from "../disk/node-host.ts";
import { startBundledWorker } from "../preview/node-channel.ts";
import { startServer } from "./server.ts";

startServer(createConnection(ProposedFeatures.all), { host: nodeHost, startWorker: startBundledWorker });
