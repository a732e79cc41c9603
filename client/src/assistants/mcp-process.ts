/**
 * The server for assistants (`dist/mcp.js`) as a process of ours, started when a tool is called for the first time. Of its
 * protocol, one JSON message a line, only what calls a tool is spoken: https://modelcontextprotocol.io/specification
 *
 *   const { content } = await new McpProcess("/…/dist/mcp.js", "/project").call("convlens_check", { paths: ["net.ts"] });
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

const PROTOCOL = "2025-06-18";

export interface ToolAnswer {
  readonly content: readonly (
    | { readonly type: "text"; readonly text: string }
    | { readonly type: "image"; readonly data: string; readonly mimeType: string }
  )[];
  readonly isError?: boolean;
}
interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** How a bundle is run by the program that runs this one: VS Code's own, which is Node where it is told to be. */
export const NODE = { command: process.execPath, env: { ELECTRON_RUN_AS_NODE: "1" } };

export class McpProcess {
  private readonly script: string;
  private readonly folder: string;
  private readonly waiting = new Map<number, Waiting>();
  private child: ChildProcess | undefined;
  private ready: Promise<unknown> | undefined;
  private ids = 0;

  /** `folder`: what the tools may read, and what their paths are relative to. */
  constructor(script: string, folder: string) {
    this.script = script;
    this.folder = folder;
  }

  /** Rejects where the process is lost or knows no such tool. */
  async call(name: string, given: object, signal?: AbortSignal): Promise<ToolAnswer> {
    this.ready ??= this.start();
    await this.ready;
    const id = this.ids + 1;
    signal?.addEventListener("abort", () => {
      this.tell("notifications/cancelled", { requestId: id });
      this.waiting.get(id)?.reject(new Error("Cancelled."));
      this.waiting.delete(id);
    });
    return (await this.ask("tools/call", { name, arguments: given })) as ToolAnswer;
  }

  dispose(): void {
    this.child?.kill();
  }

  private async start(): Promise<void> {
    const child = spawn(NODE.command, [this.script], {
      cwd: this.folder,
      env: { ...process.env, ...NODE.env },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.child = child;
    const lost = (): void => {
      this.ready = undefined;
      for (const { reject } of this.waiting.values()) reject(new Error("The server for assistants ended."));
      this.waiting.clear();
    };
    child.once("error", lost).once("exit", lost);
    child.stdin.on("error", () => {}); // the process is gone, which `exit` tells
    createInterface(child.stdout).on("line", (line) => this.hear(line));
    const clientInfo = { name: "convlens-vscode", version: "1" };
    await this.ask("initialize", { protocolVersion: PROTOCOL, capabilities: {}, clientInfo });
    this.tell("notifications/initialized", {});
  }

  private hear(line: string): void {
    const { id, result, error } = JSON.parse(line) as {
      readonly id?: number;
      readonly result?: unknown;
      readonly error?: { readonly message: string };
    };
    const waiting = id === undefined ? undefined : this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id!);
    if (error) waiting.reject(new Error(error.message));
    else waiting.resolve(result);
  }

  private ask(method: string, params: object): Promise<unknown> {
    const id = ++this.ids;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  }

  private tell(method: string, params: object): void {
    this.send({ method, params });
  }

  private send(message: object): void {
    this.child?.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }
}
