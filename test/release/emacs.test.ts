/** Emacs with eglot (Debian: emacs-nox, elpa-eglot), where both are installed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-emacs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const batch = (...args: string[]) =>
  spawnSync("emacs", ["--batch", "--eval", "(package-initialize)", ...args], {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, HOME: folder },
  });
const hasEglot = batch("--eval", "(require 'eglot)").status === 0;

test.skipIf(!hasEglot)("eglot shows diagnostics, and a hover that can be read", () => {
  const file = join(folder, "net.js");
  writeFileSync(
    file,
    `import { nn, randn } from "@convlens/engine";
const conv = new nn.Conv2d(3, 8, 3);
export const y = conv.forward(randn([1, 4, 8, 8]));
`,
  );
  spawnSync("git", ["init", "--quiet", folder]);
  const session = join(folder, "session.el");
  writeFileSync(
    session,
    `(require 'eglot)
(setq eglot-sync-connect 60)
(add-to-list 'eglot-server-programs '(js-mode . ("${process.execPath}" "${root}dist/cli.js" "lsp")))
(find-file "${file}")
(js-mode)
(apply #'eglot (eglot--guess-contact))
(flymake-mode 1)
(dotimes (_ 300)
  (unless (flymake-diagnostics) (accept-process-output nil 0.1) (flymake-start)))
(message "said: %S" (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
(goto-char (point-min))
(search-forward "conv.")
(backward-char 2)
(let ((server (eglot--current-server-or-lose)))
  (message "hover: %s" (plist-get (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams)) :contents))
  (eglot-shutdown server))
`,
  );
  const { stdout, stderr } = batch("-l", session);
  const said = stdout + stderr;
  expect(said).toContain("convlens [conv-in-channels]: Conv2d `conv` expects 3 input channels, receives 4.");
  expect(said).toContain("[1, 4, 8, 8] → [1, 8, 6, 6]");
  expect(said).not.toContain("data:");
  expect(said).not.toContain("unsupported capability");
});
