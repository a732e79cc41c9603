/** The language server over stdio (`--stdio`) or Node's channel (`--node-ipc`). */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { nodeHost } from "../project/node-host.ts";
import { startServer } from "./server.ts";

startServer(createConnection(ProposedFeatures.all), nodeHost);
