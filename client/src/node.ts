/** The extension on the desktop: the language server runs as a Node process of its own. */
import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { registerAssistants } from "./assistants/index.ts";
import { start } from "./extension.ts";
import type { Session } from "./session/session.ts";

let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const run = {
    module: context.asAbsolutePath("dist/server.js"),
    args: [`--cache-folder=${context.globalStorageUri.fsPath}/compiled`],
    transport: TransportKind.ipc,
  };
  const debug = { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } };
  context.subscriptions.push(registerAssistants(context));
  session = await start(
    context,
    (options) => new LanguageClient("convlens", "ConvLens", { run, debug }, options),
  );
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
