/** Emacs with eglot and with lsp-mode (Debian: emacs-nox, elpa-eglot, elpa-lsp-mode), where they are installed. */
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
const has = (feature: string): boolean => batch("--eval", `(require '${feature})`).status === 0;

const file = join(folder, "net.js");
writeFileSync(
  file,
  `import { nn, randn } from "@convlens/engine";
const conv = new nn.Conv2d(3, 8, 3);
export const y = conv.forward(randn([1, 4, 8, 8]));
`,
);
spawnSync("git", ["init", "--quiet", folder]);

/** What Emacs says in a session of these expressions. */
function saidBy(session: string): string {
  const script = join(folder, "session.el");
  writeFileSync(script, session);
  const { stdout, stderr } = batch("-l", script);
  return stdout + stderr;
}

test.skipIf(!has("eglot"))("eglot shows diagnostics, and a hover that can be read", () => {
  const said = saidBy(`(require 'eglot)
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
`);
  expect(said).toContain("convlens [conv-in-channels]: Conv2d `conv` expects 3 input channels, receives 4.");
  expect(said).toContain("[1, 4, 8, 8] → [1, 8, 6, 6]");
  expect(said).not.toContain("data:");
  expect(said).not.toContain("unsupported capability");
});

test.skipIf(!has("lsp-mode"))("lsp-mode hears of diagnostics and a hover, as a server beside others", () => {
  const said = saidBy(`(require 'lsp-mode)
(setq lsp-auto-guess-root t lsp-diagnostics-provider :none lsp-session-file "${join(folder, "lsp-session")}")
(lsp-register-client
 (make-lsp-client :new-connection (lsp-stdio-connection '("${process.execPath}" "${root}dist/cli.js" "lsp"))
                  :major-modes '(js-mode) :add-on? t :server-id 'convlens))
(find-file "${file}")
(js-mode)
(lsp-workspace-folders-add "${folder}")
(lsp)
(dotimes (_ 300)
  (when (= (hash-table-count (lsp-diagnostics t)) 0) (accept-process-output nil 0.1)))
(maphash (lambda (_ found) (message "said: %s" (mapcar (lambda (one) (lsp-get one :message)) found))) (lsp-diagnostics t))
(goto-char (point-min))
(search-forward "conv.")
(backward-char 2)
(message "hover: %S" (lsp-request "textDocument/hover" (lsp--text-document-position-params)))
`);
  expect(said).toContain("said: (Conv2d `conv` expects 3 input channels, receives 4.)");
  expect(said).toContain("[1, 4, 8, 8] → [1, 8, 6, 6]");
  expect(said).not.toContain("data:");
});
