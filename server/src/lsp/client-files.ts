/**
 * Files through the client: where the server runs in a browser, the editor alone can read them. A request of ours,
 * `convlens/files`, of our own client.
 */
import type { Connection } from "vscode-languageserver";
import type { Given, Want } from "../disk/distant-files.ts";
import { type FilesParams, requests } from "../preview/protocol.ts";
import { addressOf } from "./addresses.ts";

/** Asks the client; a client that does not answer has nothing. */
export async function askClient(connection: Connection, wants: readonly Want[]): Promise<readonly Given[]> {
  const params: FilesParams = { wants: wants.map(({ kind, path }) => ({ kind, uri: addressOf(path) })) };
  try {
    return await connection.sendRequest<Given[]>(requests.files, params);
  } catch (error) {
    connection.console.warn(`files could not be read: ${String(error)}`);
    return [];
  }
}

/** The bytes of one file. Throws where it is not to be had. */
export async function bytesOf(connection: Connection, path: string): Promise<Uint8Array> {
  const [given] = await askClient(connection, [{ kind: "read", path }]);
  if (!given?.bytes) throw new Error(`${path} cannot be read`);
  return given.bytes;
}
