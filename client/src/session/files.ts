/** Answers a server that runs in a browser and has no files of its own: what the editor can read, it gives. */
import { type FilesParams, type Given, requests } from "@convlens/server/protocol";
import { FileType, Uri, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** Larger files are named, and not sent. */
const MOST_BYTES = 256 * 2 ** 20;

export function serveFiles(client: BaseLanguageClient): void {
  client.onRequest(requests.files, ({ wants }: FilesParams) =>
    Promise.all(
      wants.map(({ kind, uri }) =>
        (kind === "list" ? list : read)(Uri.parse(uri), kind === "read").catch((): Given => ({})),
      ),
    ),
  );
}

async function list(folder: Uri): Promise<Given> {
  const entries = await workspace.fs.readDirectory(folder);
  return {
    // a link counts as what it leads to
    entries: entries.map(([name, type]) => [name, type & FileType.Directory ? "folder" : "file"] as const),
  };
}

async function read(file: Uri, whole: boolean): Promise<Given> {
  const { size, mtime, type } = await workspace.fs.stat(file);
  if (type & FileType.Directory) return {};
  const stat = { size, modified: mtime };
  return whole && size <= MOST_BYTES ? { stat, bytes: await workspace.fs.readFile(file) } : { stat };
}
