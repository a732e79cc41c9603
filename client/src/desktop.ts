/** What is loaded while the server starts: the client of its protocol, and all that VS Code is told of. */
import type { ExtensionContext } from "vscode";
import { State } from "vscode-languageclient";
import { IPCMessageReader, IPCMessageWriter, LanguageClient } from "vscode-languageclient/node";
import { registerAssistants } from "./assistants/index.ts";
import { start } from "./extension.ts";
import type { Hints } from "./hints.ts";
import type { ServerProcess } from "./server-process.ts";
import type { Session } from "./session/session.ts";

export function startOnDesktop(
  context: ExtensionContext,
  server: ServerProcess,
  hints: Hints,
  needed: Promise<void>,
): Session {
  context.subscriptions.push(registerAssistants(context));
  return start(context, hints, needed, (options) => {
    const connect = async () => {
      const child = server.take(client.outputChannel);
      return { reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) };
    };
    const client = new LanguageClient("convlens", "ConvLens", connect, options);
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) server.ended();
    });
    return client;
  });
}
