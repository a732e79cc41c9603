/** The disk as Node.js sees it. */
import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import type { FileHost } from "./file-host.ts";

/** Of a text: sources are far shorter, and what is longer is not looked into. */
const MOST_BYTES = 16e6;

const stat = (path: string) => statSync(path, { throwIfNoEntry: false });

export const nodeHost: FileHost = {
  read(file) {
    try {
      if ((stat(file)?.size ?? 0) > MOST_BYTES) return undefined;
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  },
  exists: (file) => stat(file)?.isFile() ?? false,
  isFolder: (path) => stat(path)?.isDirectory() ?? false,
  realPath: (file) => realpathSync.native(file),
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  stat(file) {
    const found = stat(file);
    return found?.isFile() ? { size: found.size, modified: found.mtimeMs } : undefined;
  },
  readBytes(file, position, length) {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(file, "r");
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
    } catch {
      return undefined;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  },
};
