/** What the extension does wherever it runs: the entry points (`node.ts`) only say how a server is started. */
import { commands, type ExtensionContext, window, workspace } from "vscode";
import type { LanguageClientOptions } from "vscode-languageclient";
import { allCommands } from "./commands/index.ts";
import { languages } from "./languages.ts";
import { type AnyClient, Session } from "./session.ts";
import { showStatus } from "./status.ts";

export async function start(
  context: ExtensionContext,
  createClient: (options: LanguageClientOptions) => AnyClient,
): Promise<Session> {
  const log = window.createOutputChannel("ConvLens", { log: true });
  const client = createClient({
    documentSelector: languages,
    outputChannel: log,
    initializationOptions: { modelCount: true },
    markdown: { isTrusted: { enabledCommands: allCommands.map(({ id }) => id) } },
  });
  const session = new Session(client, log);
  context.subscriptions.push(log, showStatus(session));
  for (const command of allCommands)
    context.subscriptions.push(
      commands.registerCommand(command.id, (...args) => command.run({ context, session }, ...args)),
    );
  context.subscriptions.push(workspace.onDidChangeConfiguration((change) => session.applySettings(change)));
  await session.start();
  return session;
}
