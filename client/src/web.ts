/** The extension in a browser (vscode.dev, github.dev): the language server runs as a web worker. */
import { type ExtensionContext, Uri } from "vscode";
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  State,
} from "vscode-languageclient/browser";
import { start } from "./extension.ts";
import { Hints } from "./hints.ts";
import { serveFiles } from "./session/files.ts";
import type { Session } from "./session/session.ts";
import { firstDocument } from "./session/when-needed.ts";

type WebWorker = ConstructorParameters<typeof BrowserMessageReader>[0] & { terminate(): void };
const page = globalThis as unknown as { readonly Worker: new (url: string) => WebWorker };

const hints = new Hints(); // before VS Code activates us: that takes its time
let session: Session | undefined;

export function activate(context: ExtensionContext): void {
  const server = Uri.joinPath(context.extensionUri, "dist/web/server.js").toString(true);
  session = start(context, hints, firstDocument(), (options) => {
    let worker: WebWorker | undefined;
    // the transports are made here: VS Code's workers are no instances of the class that the client looks for
    const client = new LanguageClient(
      "convlens",
      "ConvLens",
      async () => {
        worker = new page.Worker(server);
        return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
      },
      options,
    );
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) worker?.terminate();
    });
    serveFiles(client);
    return client;
  });
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
