/**
 * The language server's process on the desktop. It is begun before the client is loaded: each takes its time, and they take it
 * side by side.
 *
 *   const server = new ServerProcess("/extension/dist/server.js", "/home/me/.cache/convlens");
 *   server.begin()                                     // is starting
 *   server.take(log)                                   // this one, or a new one where it has ended
 */
import { type ChildProcess, fork } from "node:child_process";
import type { OutputChannel } from "vscode";

/** After it was asked to end. */
const FAREWELL_MS = 2000;

export class ServerProcess {
  private readonly script: string;
  private readonly flags: readonly string[];
  private current: ChildProcess | undefined;
  private taken = false;

  /** `cache`: a folder for compiled code. */
  constructor(script: string, cache: string) {
    this.script = script;
    this.flags = [
      `--cache-folder=${cache}`,
      "--node-ipc",
      `--clientProcessId=${process.pid}`, // it ends with us
    ];
  }

  /** Begins a process where none is: nobody speaks to it yet. */
  begin(): void {
    this.current ??= this.make();
  }

  /** A process that nobody speaks to yet; what it prints goes to `log`. */
  take(log: Pick<OutputChannel, "append">): ChildProcess {
    if (this.taken || !this.current?.connected) this.current = this.make();
    this.taken = true;
    for (const stream of [this.current.stdout, this.current.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => log.append(text));
    return this.current;
  }

  /** Ends it where it does not by itself. */
  ended(): void {
    const { current } = this;
    setTimeout(() => current?.kill("SIGKILL"), FAREWELL_MS).unref();
  }

  private make(): ChildProcess {
    const debugged = process.execArgv.some((flag) => flag.startsWith("--inspect"));
    const child = fork(this.script, this.flags, {
      execArgv: debugged ? ["--nolazy", "--inspect=6009"] : [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", ELECTRON_NO_ASAR: "1" },
      silent: true,
    });
    child.on("error", () => {}); // the client is told that it has closed
    return child;
  }
}
