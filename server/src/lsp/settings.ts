/** `convlens.*`, as the editor has them. */
import type { ClientCapabilities, Connection } from "vscode-languageserver";
import type { Severity } from "../facts/analysis.ts";

/** More than any machine's cores that previews are for; the setting's own maximum. */
const MOST_THREADS = 64;

interface Values {
  readonly enable?: boolean;
  readonly inlayHints?: { readonly enabled?: boolean };
  readonly hover?: { readonly enabled?: boolean };
  readonly codeLens?: { readonly enabled?: boolean };
  readonly preview?: {
    readonly enabled?: boolean;
    readonly sample?: string;
    readonly seed?: number;
    readonly threads?: number;
  };
  readonly severity?: Readonly<Record<string, Severity | "off">>;
}

export class Settings {
  private values: Values = {};
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  async load(client: ClientCapabilities): Promise<void> {
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

  /** The severity a person has chosen for a code; undefined: the rule's own. */
  severity(code: string): Severity | "off" | undefined {
    return this.values.severity?.[code];
  }
}
