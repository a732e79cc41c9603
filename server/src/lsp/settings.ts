/**
 * What a person and a project have chosen: `convlens.*` of the editor, pulled from it, pushed by it or given at the start,
 * and the project's own configuration, which the terminal reads too. For a finding's severity the editor's word counts more.
 */
import type { ClientCapabilities, Connection } from "vscode-languageserver";
import type { Level } from "../config/config.ts";
import { Configurations } from "../config/find.ts";
import type { FileHost } from "../disk/file-host.ts";
import { MessageType, ShowMessageNotification } from "./words.ts";

/** More than any machine's cores that previews are for; the setting's own maximum. */
const MOST_THREADS = 64;

interface Values {
  readonly enable?: boolean;
  readonly inlayHints?: { readonly enabled?: boolean; readonly unknown?: boolean };
  readonly hover?: { readonly enabled?: boolean };
  readonly codeLens?: { readonly enabled?: boolean };
  readonly preview?: {
    readonly enabled?: boolean;
    readonly sample?: string;
    readonly seed?: number;
    readonly threads?: number;
  };
  readonly symbols?: { readonly enabled?: boolean };
  readonly severity?: Readonly<Record<string, Level>>;
}

export class Settings {
  private values: Values = {};
  private readonly connection: Connection;
  private readonly configurations: Configurations;
  private readonly told = new Set<string>();

  constructor(connection: Connection, host: FileHost) {
    this.connection = connection;
    this.configurations = new Configurations(host);
  }

  /** Settings that come without being asked for: `initializationOptions`, and what `didChangeConfiguration` carries. */
  pushed(given: unknown): void {
    if (!isObject(given)) return;
    const own = [given.convlens, given.settings, given].find(isObject)!;
    this.values = isObject(own.convlens) ? own.convlens : own;
  }

  /** Takes what the editor has now, given with the message of a change or asked for; tells whether anything differs. */
  async update(client: ClientCapabilities, given?: unknown): Promise<boolean> {
    const before = JSON.stringify(this.values);
    this.pushed(given);
    await this.load(client);
    return JSON.stringify(this.values) !== before;
  }

  /** Files of the project were written, its configuration perhaps among them. */
  filesChanged(): void {
    this.configurations.reset();
  }

  private async load(client: ClientCapabilities): Promise<void> {
    if (!client.workspace?.configuration) return;
    try {
      this.values = ((await this.connection.workspace.getConfiguration("convlens")) as Values | null) ?? {};
    } catch (error) {
      this.connection.console.warn(`settings could not be read: ${String(error)}`);
    }
  }

  isEnabled(feature?: "inlayHints" | "hover" | "codeLens" | "preview"): boolean {
    return this.values.enable !== false && (feature === undefined || this.values[feature]?.enabled !== false);
  }

  /** Whether tensors of which nothing is known have hints, too. */
  get showsUnknown(): boolean {
    return this.values.inlayHints?.unknown === true;
  }

  /** Whether layers stand in the outline beside what TypeScript puts there. */
  get showsSymbols(): boolean {
    return this.values.symbols?.enabled === true;
  }

  /** Threads that models are run on; 0: as many as are good. */
  get threads(): number {
    const { threads = 0 } = this.values.preview ?? {};
    return Number.isInteger(threads) && threads > 0 ? Math.min(threads, MOST_THREADS) : 0;
  }

  /** What models are fed with and start from where nothing else says so. */
  get preview(): { readonly usual?: string; readonly seed?: number } {
    const { sample, seed } = this.values.preview ?? {};
    return {
      ...(typeof sample === "string" && sample !== "" && { usual: sample }),
      ...(Number.isInteger(seed) && { seed }),
    };
  }

  /** The severity that somebody has chosen for a code; undefined: the rule's own. */
  severity(code: string, file: string): Level | undefined {
    const { config, problem } = this.configurations.of(file);
    if (problem !== undefined) this.tellOnce(problem);
    return this.values.severity?.[code] ?? config.severity[code];
  }

  /** Whether the project's configuration says to leave a file alone. */
  ignores(file: string): boolean {
    return this.configurations.ignores(file);
  }

  private tellOnce(problem: string): void {
    if (this.told.has(problem)) return;
    this.told.add(problem);
    void this.connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Warning,
      message: `ConvLens: ${problem}`,
    });
  }
}

const isObject = (value: unknown): value is Values & Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
