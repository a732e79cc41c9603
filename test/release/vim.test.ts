/** Vim with ALE (Debian: vim, vim-ale), where both are installed. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-vim-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ALE = "/usr/share/vim-ale";
const hasAle = existsSync(ALE) && spawnSync("vim", ["--version"]).status === 0;

test.skipIf(!hasAle)("ALE puts findings into its list", () => {
  const [file, said] = [join(folder, "net.js"), join(folder, "said.json")];
  writeFileSync(
    file,
    `import { nn, randn } from "@convlens/engine";
const conv = new nn.Conv2d(3, 8, 3);
export const y = conv.forward(randn([1, 4, 8, 8]));
`,
  );
  writeFileSync(
    join(folder, "vimrc"),
    `set nocompatible
filetype plugin on
set rtp+=${ALE}
let g:ale_linters_explicit = 1
let g:ale_linters = { 'javascript': ['convlens'] }
runtime plugin/ale.vim
call ale#linter#Define('javascript', {
\\ 'name': 'convlens',
\\ 'lsp': 'stdio',
\\ 'executable': '${process.execPath}',
\\ 'command': '%e ${root}dist/cli.js lsp',
\\ 'project_root': {buffer -> '${folder}'},
\\ 'language': 'javascript',
\\})
`,
  );
  writeFileSync(
    join(folder, "session.vim"),
    `edit ${file}
ALELint
let waited = 0
while waited < 600 && empty(getloclist(0)) | sleep 100m | let waited += 1 | endwhile
call writefile([json_encode(getloclist(0))], '${said}')
qa!
`,
  );
  spawnSync("vim", ["-u", join(folder, "vimrc"), "-es", "-S", join(folder, "session.vim")], {
    timeout: 120_000,
    env: { ...process.env, HOME: folder },
  });
  const [finding, ...others] = JSON.parse(readFileSync(said, "utf8"));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    ...{ lnum: 2, col: 28, end_col: 28, type: "E" },
    text: "conv-in-channels: Conv2d `conv` expects 3 input channels, receives 4.",
  });
});
