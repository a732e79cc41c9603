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

  private constructor(flags: readonly string[]) {
    this.process = spawn(process.execPath, [...flags, server, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
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
    rootUri: string | null = null,
    flags: readonly string[] = [],
  ): Promise<Session> {
    const session = new Session(flags);
    session.initialized = await session.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri,
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

  /** As a machine without memory does it. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await gone;
    this.connection.dispose();
  }

  get pid(): number {
    return this.process.pid!;
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
