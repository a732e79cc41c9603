/** The disk, as Node.js sees it. */
import { readFileSync, realpathSync, statSync } from "node:fs";
import type { FileHost } from "./file-host.ts";

const stat = (path: string) => statSync(path, { throwIfNoEntry: false });

export const nodeHost: FileHost = {
  read(file) {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  },
  exists: (file) => stat(file)?.isFile() ?? false,
  isFolder: (path) => stat(path)?.isDirectory() ?? false,
  realPath: (file) => realpathSync.native(file),
};
