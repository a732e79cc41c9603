/**
 * The extension on the desktop: the language server runs as a Node process of its own. VS Code runs this file first, where a
 * folder has a package or a document may have a model. It is small, and begins what somebody waits for before VS Code
 * activates us: that takes its time.
 */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runCompiled } from "@convlens/server/compiled";
import type { ExtensionContext } from "vscode";
import { cacheFolder } from "./cache-folder.ts";
import { Hints } from "./hints.ts";
import { ServerProcess } from "./server-process.ts";
import { enabled } from "./session/enabled.ts";
import type { Session } from "./session/session.ts";
import { firstDocument, whenNeeded } from "./session/when-needed.ts";

/** From the start of VS Code's process for extensions: a window that comes up is not kept from it by us. */
const STANDBY_MS = 2000;
/** By then nobody waits for the first file of a window. */
const KEPT_MS = 4000;

const hints = new Hints();
const server = new ServerProcess(join(__dirname, "server.js"), cacheFolder);
const up = pause(STANDBY_MS - performance.now(), undefined, { ref: false });
const needed = whenNeeded(up);
void needed.then(() => enabled() && server.begin());
const rest = Promise.race([up, firstDocument()]).then(() =>
  runCompiled(join(__dirname, "desktop.js"), cacheFolder),
);
let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const { exports, keep } = await rest;
  setTimeout(keep, KEPT_MS).unref();
  session = (exports as typeof import("./desktop.ts")).startOnDesktop(context, server, hints, needed);
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
