/** Files of the disk, as runs read them. */
import { readFileSync, realpathSync, statSync } from "node:fs";
import type { Files } from "./files.ts";

const stat = (path: string) => statSync(path, { throwIfNoEntry: false });
export const nodeFiles: Files = {
  stamp(path) {
    const found = stat(path);
    return found?.isFile() ? `${found.mtimeMs} ${found.size}` : undefined;
  },
  size(path) {
    const found = stat(path);
    return found?.isFile() ? found.size : undefined;
  },
  real: (path) => realpathSync(path),
  // a view, not a copy: weights are large
  read(path) {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  },
};
