/**
 * A file system that answers only where asking is safe: a name that no file can have is not there, and a path on
 * another machine (`//host/share`, on Windows a connection with the user's credentials) is only asked for where
 * documents that a person has opened lie on that machine.
 *
 *   const host = guardedHost(nodeHost, () => []);
 *   host.exists("//attacker.example/share/x.ts")    // false, without a look
 */
import type { FileHost } from "./file-host.ts";

/** `opened`: the files that the editor has open. No method throws, whatever `host` does. */
export function guardedHost(host: FileHost, opened: () => Iterable<string>): FileHost {
  const askable = (path: string): boolean => {
    if (path.includes("\0")) return false;
    const machine = machineOf(path);
    if (machine === undefined) return true;
    for (const file of opened()) if (machineOf(file) === machine) return true;
    return false;
  };
  const { realPath, stat, readBytes, list } = host;
  return {
    read: (file) => quietly(() => (askable(file) ? host.read(file) : undefined), undefined),
    exists: (file) => quietly(() => askable(file) && host.exists(file), false),
    isFolder: (path) => quietly(() => askable(path) && host.isFolder(path), false),
    ...(realPath && {
      realPath: (file) => quietly(() => (askable(file) ? realPath(file) : file), file),
    }),
    ...(stat && { stat: (file) => quietly(() => (askable(file) ? stat(file) : undefined), undefined) }),
    ...(list && { list: (path) => quietly(() => (askable(path) ? list(path) : []), []) }),
    ...(readBytes && {
      readBytes: (file, position, length) =>
        quietly(() => (askable(file) ? readBytes(file, position, length) : undefined), undefined),
    }),
  };
}

/** The machine of a path such as `//host/share/x` or `\\host\share\x`, in small letters; undefined: this one. */
export function machineOf(path: string): string | undefined {
  return /^[\\/]{2}([^\\/]+)/.exec(path)?.[1]?.toLowerCase();
}

/** A file system refuses in many ways (a folder that is a file, links in a circle, too long a name): all mean "not there". */
function quietly<T>(ask: () => T, otherwise: T): T {
  try {
    return ask();
  } catch {
    return otherwise;
  }
}
