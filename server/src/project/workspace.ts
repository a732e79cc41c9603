/**
 * The folders that a person has opened: what a comment in a source names is read inside of them alone, wherever links
 * lead. Sources come from anywhere, and opening one must not make another file of the machine part of a picture.
 *
 *   new Workspace(() => ["/home/ann/app"], realpathSync).contains("/home/ann/app/weights.safetensors")   // true
 */
import { machineOf } from "../disk/guarded-host.ts";

export class Workspace {
  private readonly folders: () => readonly string[];
  private readonly realPath: (path: string) => string;

  /** `folders`: absolute, asked for each time; `realPath` may throw where nothing is there. */
  constructor(folders: () => readonly string[], realPath: (path: string) => string = (path) => path) {
    this.folders = folders;
    this.realPath = realPath;
  }

  /** Whether the file lies in one of the folders, links followed. A path on another machine is not looked at first. */
  contains(path: string): boolean {
    const machine = machineOf(path);
    const folders = this.folders().filter((folder) => machineOf(folder) === machine);
    if (folders.length === 0 || path.includes("\0")) return false;
    const real = this.real(path);
    return folders.some((folder) => real.startsWith(`${this.real(folder).replace(/\/+$/, "")}/`));
  }

  private real(path: string): string {
    const plain = (text: string): string =>
      text.replaceAll("\\", "/").replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
    try {
      return plain(this.realPath(path));
    } catch {
      return plain(path);
    }
  }
}
