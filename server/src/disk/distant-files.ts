/**
 * Files that are far away: a file system that answers at once with what it has, and asks for the rest. What has not come
 * yet is not there; whoever needs to be sure waits for `coming` and looks again.
 *
 *   const files = new DistantFiles(ask, () => ["/vscode-vfs:github/ann/nets"], (paths) => paths.forEach(lookAgain));
 *   files.host.read("/vscode-vfs:github/ann/nets/src/net.ts")    // undefined, and later its text
 */
import type { FileHost, FileStat } from "./file-host.ts";

/** What is asked for: the names in a folder, what a file is, or its bytes too. */
export interface Want {
  readonly kind: "list" | "stat" | "read";
  readonly path: string;
}
/** What came; an empty one for what is not there. */
export interface Given {
  readonly entries?: readonly (readonly [name: string, kind: "file" | "folder"])[];
  readonly stat?: FileStat;
  /** Missing for a file that is too large to be sent. */
  readonly bytes?: Uint8Array;
}
export type Ask = (wants: readonly Want[]) => Promise<readonly Given[]>;

/** Of a text, as on a disk. */
const MOST_TEXT = 16e6; // bytes

export class DistantFiles {
  private readonly ask: Ask;
  private readonly roots: () => readonly string[];
  private readonly arrived: (paths: readonly string[]) => void;
  private readonly folders = new Map<string, ReadonlyMap<string, "file" | "folder">>();
  private readonly files = new Map<string, Given>();
  private readonly wanted = new Map<string, Want>();
  private batch: Promise<void> | undefined;

  /** Nothing is asked for outside of `roots`; `arrived` is told each time something has come. */
  constructor(ask: Ask, roots: () => readonly string[], arrived: (paths: readonly string[]) => void) {
    this.ask = ask;
    this.roots = roots;
    this.arrived = arrived;
  }

  /** Ends when all that was asked for until now has come; undefined where nothing is missing. */
  get coming(): Promise<void> | undefined {
    return this.batch;
  }

  /** Something was written, made or removed there. */
  forget(path: string): void {
    this.files.delete(path);
    this.folders.delete(path);
    // folders that are new with it stand in no list yet
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const list = this.folders.get(path.slice(0, at));
      this.folders.delete(path.slice(0, at));
      if (list?.has(path.slice(at + 1).split("/")[0]!)) break;
    }
  }

  readonly host: FileHost = {
    read: (file) => {
      const { stat, bytes } = this.fileAt(file);
      return bytes && (stat?.size ?? 0) <= MOST_TEXT ? new TextDecoder().decode(bytes) : undefined;
    },
    exists: (file) => this.kindOf(file) === "file",
    isFolder: (path) => this.kindOf(path) === "folder",
    list: (folder) => [...(this.entriesOf(folder)?.keys() ?? [])],
    stat: (file) => {
      const { stat, bytes } = this.fileAt(file);
      return stat && (bytes ? stat : { ...stat, unread: true });
    },
    readBytes: (file, position, length) => this.fileAt(file).bytes?.subarray(position, position + length),
  };

  private fileAt(file: string): Given {
    if (this.kindOf(file) !== "file") return {};
    const known = this.files.get(file);
    if (!known) this.want({ kind: "read", path: file });
    return known ?? {};
  }

  private kindOf(path: string): "file" | "folder" | undefined {
    const roots = this.roots();
    if (roots.includes(path)) return "folder";
    if (!roots.some((root) => path.startsWith(`${root}/`))) return undefined;
    const at = path.lastIndexOf("/");
    return this.entriesOf(path.slice(0, at))?.get(path.slice(at + 1));
  }

  private entriesOf(folder: string): ReadonlyMap<string, "file" | "folder"> | undefined {
    const known = this.folders.get(folder);
    if (known || this.kindOf(folder) !== "folder") return known;
    this.want({ kind: "list", path: folder });
    return undefined;
  }

  /** What one look wants goes out together. */
  private want(want: Want): void {
    this.wanted.set(`${want.kind} ${want.path}`, want);
    this.batch ??= Promise.resolve().then(() => this.fetch());
  }

  private async fetch(): Promise<void> {
    const wants = [...this.wanted.values()];
    this.wanted.clear();
    const given = await this.ask(wants).catch((): readonly Given[] => []);
    for (const [i, { kind, path }] of wants.entries()) {
      if (kind === "list") this.folders.set(path, new Map(given[i]?.entries ?? []));
      else this.files.set(path, given[i] ?? {});
    }
    this.batch = undefined;
    if (this.wanted.size > 0) this.batch = this.fetch();
    this.arrived(wants.map(({ path }) => path));
    await this.batch;
  }
}

/** What `work` gives once nothing is missing for it. */
export async function whenComplete<T>(
  files: Pick<DistantFiles, "coming"> | undefined,
  work: () => T,
): Promise<T> {
  for (;;) {
    const result = work();
    if (!files?.coming) return result;
    await files.coming;
  }
}
