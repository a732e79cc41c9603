/**
 * What was found in files that have not changed since, nor anything that they were analysed with: `--cache`.
 *
 *   const cache = new Cache(path, settings);
 *   cache.get(file) ?? check(file)
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Configurations } from "../../config/find.ts";
import { VERSION } from "../../config/version.ts";
import { listingHost } from "../../disk/listing-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import { createResolver } from "../../project/resolve.ts";
import { warn } from "../terminal/output.ts";
import type { CheckedFile } from "./checked-file.ts";
import type { Checked, CheckSettings } from "./checker.ts";

interface Entry {
  readonly key: string;
  readonly inputs: readonly (readonly [file: string, content: string | null])[];
  readonly imports: readonly (readonly [specifier: string, from: string, file: string | null])[];
  readonly result: CheckedFile;
}

export class Cache {
  private readonly path: string;
  private readonly settings: CheckSettings;
  private readonly host = listingHost(nodeHost);
  private readonly resolver = createResolver(this.host);
  private readonly configurations: Configurations;
  private readonly entries: Record<string, Entry>;
  private readonly contents = new Map<string, string | null>();
  private changed = false;

  constructor(path: string, settings: CheckSettings) {
    this.path = path;
    this.settings = settings;
    this.configurations = new Configurations(this.host, settings.config);
    this.entries = read(path);
  }

  /** What was found last time, where all that it rests on is the same. */
  get(file: string): CheckedFile | undefined {
    const entry = Object.hasOwn(this.entries, file) ? this.entries[file] : undefined;
    const holds =
      isEntry(entry) &&
      entry.key === this.keyOf(file) &&
      entry.inputs.every(([path, content]) => this.contentOf(path) === content) &&
      entry.imports.every(
        ([specifier, from, path]) => (this.resolver.resolve(specifier, from) ?? null) === path,
      );
    return holds ? entry.result : undefined;
  }

  /** Failures are not kept: the next run tries again. Nor is what rests on model files, of which no content is compared. */
  put({ file, result, inputs }: Checked): void {
    if (result.failure !== undefined || inputs.models) return;
    this.changed = true;
    this.entries[file] = {
      key: this.keyOf(file),
      inputs: inputs.files.map((path) => [path, this.contentOf(path)]),
      imports: inputs.imports.map(({ specifier, from, file }) => [specifier, from, file ?? null]),
      result,
    };
  }

  /**
   * Put in place at once: two runs at a time leave one of their caches, never half of each. A disk that is full or read-only
   * costs the cache alone, which is told.
   */
  save(): void {
    if (!this.changed) return;
    const fresh = `${this.path}.${process.pid}`;
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(fresh, JSON.stringify(this.entries));
      renameSync(fresh, this.path);
    } catch (error) {
      try {
        rmSync(fresh, { force: true });
      } catch {
        // it was never made
      }
      warn(`nothing is remembered for the next run: ${(error as Error).message}`);
    }
  }

  /** How files are checked: another version, other settings or another configuration find other things. */
  private keyOf(file: string): string {
    const { shapes, fixes, certainty, cwd } = this.settings;
    const { config, tables } = this.configurations.of(file);
    return JSON.stringify([VERSION, shapes, fixes, certainty, cwd, config, tables]);
  }

  private contentOf(file: string): string | null {
    if (!this.contents.has(file)) {
      const text = this.host.read(file);
      this.contents.set(file, text === undefined ? null : createHash("sha256").update(text).digest("base64"));
    }
    return this.contents.get(file)!;
  }
}

/** A cache that cannot be read is as good as none. */
function read(path: string): Record<string, Entry> {
  try {
    const entries: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isObject(entries) ? (entries as Record<string, Entry>) : {};
  } catch {
    return {};
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Others may have written the file, or a part of it. */
const isEntry = (entry: Partial<Entry> | undefined): entry is Entry =>
  isObject(entry) &&
  [entry.inputs, entry.imports].every((list) => Array.isArray(list) && list.every(Array.isArray)) &&
  isObject(entry.result) &&
  Array.isArray(entry.result.findings);
