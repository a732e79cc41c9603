/** What VS Code runs in a folder that nobody trusts: findings are there, and the folder's settings do not choose files. */
import assert from "node:assert/strict";
import { languages, Uri, window, workspace } from "vscode";

export async function run(): Promise<void> {
  assert.equal(workspace.isTrusted, false);
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const own = workspace.getConfiguration("convlens");
  assert.equal(own.get("preview.seed"), 7); // harmless ones count
  assert.equal(own.get("preview.sample"), own.inspect("preview.sample")?.defaultValue);
  const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, "net.ts"));
  await window.showTextDocument(document);
  const end = Date.now() + 60_000;
  const codes = (): unknown[] =>
    languages
      .getDiagnostics(document.uri)
      .flatMap(({ source, code }) =>
        source === "convlens" ? [typeof code === "object" ? code.value : code] : [],
      );
  while (codes().length === 0 && Date.now() < end) await new Promise((done) => setTimeout(done, 100));
  assert.deepEqual(codes(), ["conv-in-channels"]);
}
