/** A file system whose folders are listed once: looking for what an import means asks for hundreds of files that are not there. */
import { readdirSync } from "node:fs";
import type { FileHost } from "./file-host.ts";

/** Holds what folders have in them until it is thrown away: for work that ends before files come and go. */
export function listingHost(host: FileHost): FileHost {
  const folders = new Map<string, ReadonlySet<string> | undefined>();
  const list = (folder: string): ReadonlySet<string> | undefined => {
    if (!folders.has(folder)) folders.set(folder, entriesOf(folder, list));
    return folders.get(folder);
  };
  const isListed = (path: string): boolean => {
    const at = path.lastIndexOf("/");
    return list(path.slice(0, Math.max(1, at)))?.has(path.slice(at + 1)) ?? false;
  };
  return {
    ...host,
    exists: (file) => isListed(file) && host.exists(file),
    isFolder: (path) => path === "/" || (isListed(path) && host.isFolder(path)),
  };
}

/** A folder that is not in its own parent's list is not asked about. */
function entriesOf(
  folder: string,
  list: (folder: string) => ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  const at = folder.lastIndexOf("/");
  const parent = folder.slice(0, Math.max(1, at));
  if (folder !== "/" && (parent === folder || !list(parent)?.has(folder.slice(at + 1)))) return undefined;
  try {
    return new Set(readdirSync(folder));
  } catch {
    return undefined;
  }
}
