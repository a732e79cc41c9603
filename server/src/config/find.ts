/**
 * Which configuration holds for a file: the nearest one in its folder or above.
 *
 *   new Configurations(nodeHost).of("/project/src/net.ts").config.severity
 */
import ignore from "ignore";
import type { FileHost } from "../disk/file-host.ts";
import { folderOf, join } from "../disk/paths.ts";
import { type Config, ConfigError, configOf, NO_CONFIG, parseConfig } from "./config.ts";

export const CONFIG_FILE = "convlens.config.json";

export interface Found {
  readonly config: Config;
  /** The folder that its paths are relative to; undefined where nobody has written one. */
  readonly folder: string | undefined;
  readonly file: string | undefined;
  /** Why the file that is there is not followed. */
  readonly problem?: string;
}

const NONE: Found = { config: NO_CONFIG, folder: undefined, file: undefined };

export class Configurations {
  private readonly host: Pick<FileHost, "read" | "exists">;
  private readonly byFolder = new Map<string, Found>();
  private readonly given: Found | undefined;

  /** `given` holds for all files: `--config`. */
  constructor(host: Pick<FileHost, "read" | "exists">, given?: Found) {
    this.host = host;
    this.given = given;
  }

  /** Of a file, by its absolute path. A configuration that is wrong counts as none, and says why. */
  of(file: string): Found {
    if (this.given) return this.given;
    // a document that is no file, such as `untitled:1`, belongs to no project
    return /^(\/|[A-Za-z]:\/)/.test(file) ? this.inFolder(folderOf(file)) : NONE;
  }

  /** Whether the configuration says to leave the file alone. */
  ignores(file: string): boolean {
    const { config, folder } = this.of(file);
    if (folder === undefined || config.ignore.length === 0 || !file.startsWith(`${folder}/`)) return false;
    return ignore()
      .add([...config.ignore])
      .ignores(file.slice(folder.length + 1));
  }

  /** Folders in which model files of a source file are looked for, absolute: inside of the configuration's own folder alone. */
  modelRoots(file: string): string[] {
    const { config, folder } = this.of(file);
    if (folder === undefined) return [];
    return config.modelRoots
      .map((root) => join(folder, root))
      .filter((root) => root === folder || root.startsWith(`${folder}/`));
  }

  /** Files of configuration were written. */
  reset(): void {
    this.byFolder.clear();
  }

  private inFolder(folder: string): Found {
    const known = this.byFolder.get(folder);
    if (known) return known;
    const parent = folderOf(folder);
    const found = this.read(folder) ?? (parent === folder ? NONE : this.inFolder(parent));
    this.byFolder.set(folder, found);
    return found;
  }

  private read(folder: string): Found | undefined {
    const own = `${folder}/${CONFIG_FILE}`;
    if (this.host.exists(own)) return readConfig(own, folder, this.host.read(own) ?? "");
    const manifest = `${folder}/package.json`;
    const text = this.host.exists(manifest) ? this.host.read(manifest) : undefined;
    if (text === undefined || !text.includes('"convlens"')) return undefined;
    return attempt(manifest, folder, () => {
      const field = (JSON.parse(text) as { convlens?: unknown }).convlens;
      // a string names the dialect that a library brings; that is for those who import it
      return typeof field === "object" ? configOf(field, `${manifest}, "convlens"`) : undefined;
    });
  }
}

/** The configuration in a text, or why there is none. */
export const readConfig = (file: string, folder: string, text: string): Found =>
  attempt(file, folder, () => parseConfig(text, file))!;

function attempt(file: string, folder: string, read: () => Config | undefined): Found | undefined {
  try {
    const config = read();
    return config && { config, folder, file };
  } catch (error) {
    const problem = error instanceof ConfigError ? error.message : `${file}: ${(error as Error).message}`;
    return { config: NO_CONFIG, folder, file, problem };
  }
}
