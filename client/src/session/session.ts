/**
 * One language server's life in this window.
 *
 *   session.onDidChange(() => show(session.state));   // "starting" → "ready"
 */
import type { Refusal } from "@convlens/server/protocol";
import {
  type CancellationToken,
  type ConfigurationChangeEvent,
  EventEmitter,
  type LogOutputChannel,
  l10n,
} from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { enabled } from "./enabled.ts";

/** For a server that is busy to say goodbye. */
const PATIENCE_MS = 5000;

/** What the Node and the browser client have in common. */
export type AnyClient = BaseLanguageClient;

export type SessionState = "disabled" | "starting" | "ready" | "stopped";

export class Session {
  readonly client: AnyClient;
  readonly log: LogOutputChannel;
  /** Models that the server sees in open files; undefined until it has said so. */
  models: number | undefined;
  /** The same of each open file, by its address. */
  modelsOf: Readonly<Record<string, number>> = {};
  state: SessionState = "stopped";
  /** Whether it was started once: who asks before it is needed starts it. */
  #begun = false;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(client: AnyClient, log: LogOutputChannel) {
    this.client = client;
    this.log = log;
    client.onDidChangeState(({ newState }) => this.#enter(stateOf(newState)));
    client.onNotification(
      "convlens/models",
      ({ count, files = {} }: { count: number; files?: Record<string, number> }) => {
        this.models = count;
        this.modelsOf = files;
        this.#changed.fire();
      },
    );
  }

  async start(): Promise<void> {
    this.#begun = true;
    if (!enabled()) return this.#enter("disabled");
    try {
      await this.client.start();
    } catch (error) {
      this.log.error(`The language server did not start: ${error}`);
      this.#enter("stopped");
    }
  }

  async stop(): Promise<void> {
    if (!this.client.needsStop()) return;
    try {
      await this.client.stop(PATIENCE_MS);
    } catch (error) {
      this.log.warn(`The language server did not stop by itself: ${error}`);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The server's answer. What goes wrong on the way is a refusal too, so that callers show one kind of sentence. */
  async ask<R>(method: string, params: unknown, token?: CancellationToken): Promise<R | Refusal> {
    if (!this.#begun) await this.start();
    if (this.state !== "ready")
      return { refused: l10n.t("The language server is not running: try “ConvLens: Restart Server”.") };
    try {
      // an undefined token would be taken for a second parameter
      return await (token
        ? this.client.sendRequest<R>(method, params, token)
        : this.client.sendRequest<R>(method, params));
    } catch (error) {
      if (token?.isCancellationRequested) return { refused: l10n.t("Cancelled.") };
      this.log.error(`${method} failed: ${error}`);
      return { refused: l10n.t("The language server failed at this: “ConvLens: Show Log” tells more.") };
    }
  }

  /** `convlens.enable` starts and stops the server; all other settings are the server's own. */
  async applySettings(change: ConfigurationChangeEvent): Promise<void> {
    if (!change.affectsConfiguration("convlens.enable")) return;
    if (enabled()) return this.start();
    await this.stop();
    this.#enter("disabled");
  }

  #enter(state: SessionState): void {
    this.state = state;
    if (state !== "ready") [this.models, this.modelsOf] = [undefined, {}];
    this.#changed.fire();
  }
}

const stateOf = (state: State): SessionState =>
  state === State.Running ? "ready" : state === State.Starting ? "starting" : "stopped";

/** Whether an answer of `ask` is none. */
export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === "object" && answer !== null && "refused" in answer;
