/**
 * Addresses of an editor's documents, and the paths that a project knows them by. Files that are on no disk (a repository
 * that is read over the network, an editor in a browser) have paths too, so that their imports can be followed.
 *
 *   pathOf("file:///home/ann/net.ts")                    // "/home/ann/net.ts"
 *   pathOf("vscode-vfs://github/ann/nets/src/net.ts")    // "/vscode-vfs:github/ann/nets/src/net.ts"
 *   pathOf("untitled:Untitled-1")                        // "untitled:Untitled-1": it lies in no folder
 */

/** Scheme, authority and path of an address that has nothing behind its path, such as a query. */
const HIERARCHICAL = /^([a-z][a-z\d+.-]+):(?:\/\/([^/?#]*))?(\/[^?#]*)$/i;
/** The same in a path of `pathOf`. */
const ELSEWHERE = /^\/([a-z][a-z\d+.-]+):([^/]*)(\/.*)$/i;

export function pathOf(address: string): string {
  const [, scheme, authority = "", path] = HIERARCHICAL.exec(address) ?? [];
  if (scheme === undefined || path === undefined || scheme === "untitled") return address;
  const plain = decoded(path);
  if (scheme !== "file") return `/${scheme}:${authority}${plain}`;
  if (authority !== "" && authority !== "localhost") return `//${authority}${plain}`;
  return /^\/[a-z]:/i.test(plain) ? plain.slice(1) : plain; // a drive of Windows
}

/** The address of a path; an address is given back as it is. */
export function addressOf(path: string): string {
  const [, scheme, authority, rest] = ELSEWHERE.exec(path) ?? [];
  if (scheme !== undefined && rest !== undefined)
    return `${scheme}:${authority ? `//${authority}` : ""}${encoded(rest)}`;
  if (/^\/\/[^/]/.test(path)) return `file:${encoded(path)}`; // another machine
  if (path.startsWith("/")) return `file://${encoded(path)}`;
  return /^[a-z]:\//i.test(path) ? `file:///${path.slice(0, 2)}${encoded(path.slice(2))}` : path;
}

const encoded = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll("\\", "/");
  } catch {
    return path;
  }
}
