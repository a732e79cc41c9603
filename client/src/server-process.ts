/**
 * The language server's process on the desktop. It is begun before the client is loaded: each takes its time, and they take it
 * side by side.
 *
 *   const server = new ServerProcess(context, true);   // is starting
 *   server.take(log)                                   // this one, or a new one where it has ended
 */
import { type ChildProcess, fork } from "node:child_process";
import type { ExtensionContext, OutputChannel } from "vscode";

/** After it was asked to end. */
const FAREWELL_MS = 2000;

export class ServerProcess {
  private readonly script: string;
  private readonly flags: readonly string[];
  private current: ChildProcess | undefined;
  private taken = false;

  /** `early`: whether it is begun at once. */
  constructor(context: ExtensionContext, early: boolean) {
    this.script = context.asAbsolutePath("dist/server.js");
    this.flags = [
      `--cache-folder=${context.globalStorageUri.fsPath}/compiled`,
      "--node-ipc",
      `--clientProcessId=${process.pid}`, // it ends with us
    ];
    if (early) this.current = this.begin();
  }

  /** A process that nobody speaks to yet; what it prints goes to `log`. */
  take(log: Pick<OutputChannel, "append">): ChildProcess {
    if (this.taken || !this.current?.connected) this.current = this.begin();
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

  private begin(): ChildProcess {
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
