/**
 * Which configuration holds for a file: the nearest one in its folder or above.
 *
 *   new Configurations(nodeHost).of("/project/src/net.ts").config.severity
 */
import type { Shape } from "@convlens/engine/specs";
import ignore from "ignore";
import { dialectFrom, dialects, tableOf } from "../dialects/index.ts";
import type { FileHost } from "../disk/file-host.ts";
import { folderOf, join } from "../disk/paths.ts";
import type { Dialect } from "../facts/dialect.ts";
import { type Config, ConfigError, configOf, NO_CONFIG, parseConfig } from "./config.ts";
import { type InputSizes, shapeGiven } from "./inputs.ts";

const CONFIG_FILE = "convlens.config.json";

export interface Found {
  readonly config: Config;
  /** The folder that its paths are relative to; undefined where nobody has written one. */
  readonly folder: string | undefined;
  readonly file: string | undefined;
  /** Why the file that is there is not followed. */
  readonly problem?: string;
  /** All libraries that are understood, those of its tables first. */
  readonly dialects: readonly Dialect[];
  /** The texts of its tables: what changes when one of them does. */
  readonly tables: string;
}

const NOTHING = { dialects, tables: "" };
const NONE: Found = { config: NO_CONFIG, folder: undefined, file: undefined, ...NOTHING };

export class Configurations {
  private readonly host: Pick<FileHost, "read" | "exists">;
  private readonly byFolder = new Map<string, Found>();
  private readonly given: Found | undefined;

  /** `given` holds for all files: `--config`. */
  constructor(host: Pick<FileHost, "read" | "exists">, given?: Found) {
    this.host = host;
    this.given = given && this.withTables(given);
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

  /** What is said of a parameter of a model's `forward`, by one of the model's names. */
  input(
    file: string,
    names: readonly (string | undefined)[],
    parameter: string | undefined,
    index: number,
  ): Shape | undefined {
    return shapeGiven(this.inputsOf(file, names), parameter, index);
  }

  /** The sizes of a model's inputs, as they are written; a name with its file counts more. */
  inputsOf(file: string, names: readonly (string | undefined)[]): InputSizes | undefined {
    const { config, folder } = this.of(file);
    const path = folder === undefined ? file : file.slice(folder.length + 1);
    const plain = names.filter((name) => name !== undefined);
    return [...plain.map((name) => `${path}#${name}`), ...plain]
      .map((key) => (Object.hasOwn(config.inputs, key) ? config.inputs[key] : undefined))
      .find((given) => given !== undefined);
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
    if (this.host.exists(own)) return this.withTables(readConfig(own, folder, this.host.read(own) ?? ""));
    const manifest = `${folder}/package.json`;
    const text = this.host.exists(manifest) ? this.host.read(manifest) : undefined;
    if (text === undefined || !text.includes('"convlens"')) return undefined;
    const found = attempt(manifest, folder, () => {
      const field = (JSON.parse(text) as { convlens?: unknown }).convlens;
      // a string names the dialect that a library brings; that is for those who import it
      return typeof field === "object" ? configOf(field, `${manifest}, "convlens"`) : undefined;
    });
    return found && this.withTables(found);
  }

  /** A table that is wrong counts as none, and is told of like a configuration that is wrong. */
  private withTables(found: Found): Found {
    const own: Dialect[] = [];
    const texts: (string | undefined)[] = [];
    let { problem } = found;
    for (const name of found.config.dialects) {
      const file = join(found.folder ?? "/", name);
      const text = this.host.read(file);
      texts.push(text);
      try {
        if (text === undefined) throw new Error("there is no such file");
        own.push(dialectFrom(tableOf(JSON.parse(text), dialects), dialects));
      } catch (error) {
        problem ??= `${file}: ${(error as Error).message}`;
      }
    }
    if (texts.length === 0) return found;
    const tables = JSON.stringify(texts);
    return { ...found, dialects: [...own, ...dialects], tables, ...(problem !== undefined && { problem }) };
  }
}

/** The configuration in a text, or why there is none. */
export const readConfig = (file: string, folder: string, text: string): Found =>
  attempt(file, folder, () => parseConfig(text, file))!;

function attempt(file: string, folder: string, read: () => Config | undefined): Found | undefined {
  try {
    const config = read();
    return config && { config, folder, file, ...NOTHING };
  } catch (error) {
    const problem = error instanceof ConfigError ? error.message : `${file}: ${(error as Error).message}`;
    return { config: NO_CONFIG, folder, file, problem, ...NOTHING };
  }
}
