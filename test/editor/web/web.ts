/** What is otherwise in a browser: no disk, and threads only where the page has shared memory. */
import assert from "node:assert/strict";
import { commands, Uri, workspace } from "vscode";
import { examples, findings, open } from "../suite/editor.ts";

declare const ISOLATED: boolean;

describe("in the web extension host", () => {
  it("has no file system of its own, and shared memory where the page is isolated", () => {
    assert.equal(typeof process === "undefined" || !process.versions?.node, true);
    assert.equal(examples().scheme === "file", false);
    assert.equal(typeof SharedArrayBuffer !== "undefined", ISOLATED);
  });

  it("follows imports through the editor's files", async () => {
    const folder = Uri.joinPath(examples(), "web-test");
    const write = (name: string, text: string) =>
      workspace.fs.writeFile(Uri.joinPath(folder, name), new TextEncoder().encode(text));
    try {
      await write(
        "lib/stem.ts",
        'import { nn } from "@convlens/engine";\nexport const stem = () => new nn.Conv2d(3, 8, 3);\n',
      );
      await write(
        "net.ts",
        'import { randn } from "@convlens/engine";\nimport { stem } from "./lib/stem.ts";\nstem().forward(randn([1, 4, 8, 8]));\n',
      );
      const found = await findings(await open("web-test/net.ts"), ({ length }) => length > 0);
      assert.equal(found.length, 1);
      assert.match(found[0]!.message, /3.*4|4.*3/s);
    } finally {
      await commands.executeCommand("workbench.action.closeAllEditors");
      await workspace.fs.delete(folder, { recursive: true });
    }
  });
});
