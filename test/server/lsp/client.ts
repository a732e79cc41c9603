/** A language client over stdio, for scripted sessions with the built server. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

const server = new URL("../../../dist/server.js", import.meta.url).pathname;

export class Session {
  readonly connection: MessageConnection;
  readonly pushed = new Map<string, unknown[]>();
  private readonly process: ChildProcess;
  private version = 1;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
  initialized: any;

  private constructor() {
    this.process = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.process.stdout!),
      new StreamMessageWriter(this.process.stdin!),
    );
    this.connection.onNotification(
      "textDocument/publishDiagnostics",
      ({ uri, diagnostics }: { uri: string; diagnostics: unknown[] }) =>
        void this.pushed.set(uri, diagnostics),
    );
    this.connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => null),
    );
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.listen();
  }

  static async start(
    capabilities: object = { textDocument: { diagnostic: {} }, workspace: { configuration: true } },
    initializationOptions?: object,
  ): Promise<Session> {
    const session = new Session();
    session.initialized = await session.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities,
      ...(initializationOptions && { initializationOptions }),
    });
    await session.connection.sendNotification("initialized", {});
    return session;
  }

  open(uri: string, text: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version: this.version, text },
    });
  }

  change(uri: string, contentChanges: readonly object[]): Promise<void> {
    return this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: ++this.version },
      contentChanges,
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
  ask(method: string, uri: string, more: object = {}): Promise<any> {
    return this.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...more });
  }

  async stop(): Promise<number | null> {
    await this.connection.sendRequest("shutdown");
    const gone = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    await this.connection.sendNotification("exit");
    return gone;
  }
}

/** Line and character of the first place where `needle` stands. */
export function positionOf(text: string, needle: string, offset = 0): { line: number; character: number } {
  const at = text.indexOf(needle) + offset;
  const before = text.slice(0, at).split("\n");
  return { line: before.length - 1, character: before.at(-1)!.length };
}
