/**
 * The model files that programs load, read once for each version on the disk.
 *
 *   const files = new ModelFiles(nodeHost);
 *   files.read("/site/public/model/model.json")?.inputs
 */
import type { FileHost, FileStat } from "../disk/file-host.ts";
import type { ModelFile } from "./model-file.ts";
import { readModelFile } from "./read.ts";

/** Facts of a file take some hundred kilobytes at most; a workspace loads few. */
const MOST_KEPT = 64;

export class ModelFiles {
  private readonly host: FileHost;
  private readonly known = new Map<string, { readonly stat: FileStat; readonly file: ModelFile }>();

  constructor(host: FileHost) {
    this.host = host;
  }

  /** The facts of a file; undefined where there is none. The same object as long as neither size nor time of the file change. */
  read(path: string): ModelFile | undefined {
    const stat = this.host.stat?.(path);
    if (!stat || stat.unread) {
      this.known.delete(path);
      return undefined;
    }
    const known = this.known.get(path);
    this.known.delete(path);
    const fresh = known?.stat.size === stat.size && known.stat.modified === stat.modified;
    const entry = fresh ? known : { stat, file: readModelFile(path, stat, this.host) };
    this.known.set(path, entry); // last in the order of use
    if (this.known.size > MOST_KEPT) this.known.delete(this.known.keys().next().value!);
    return entry.file;
  }

  /** What changes when the file does: for whoever keeps what follows from it. */
  stamp(path: string): string | undefined {
    const stat = this.host.stat?.(path);
    return stat && `${stat.size}@${stat.modified}`;
  }
}
