/** The extension on the desktop: the language server runs as a Node process of its own. */
import { type ExtensionContext, workspace } from "vscode";
import { ServerProcess } from "./server-process.ts";
import type { Session } from "./session/session.ts";

let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const server = new ServerProcess(context, workspace.getConfiguration("convlens").get("enable", true));
  const { startOnDesktop } = await import("./desktop.ts"); // beside the server, which is starting
  session = await startOnDesktop(context, server);
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
