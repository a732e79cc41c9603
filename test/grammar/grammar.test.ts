/** The grammars, applied on top of the editor's own: each file in `cases/` states the scopes that must come out. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const languages = ["typescript", "tsx", "javascript", "jsx"];
const grammars = languages.flatMap((name) => ["--grammar", `node_modules/tm-grammars/grammars/${name}.json`]);

test.each(readdirSync(new URL("cases", import.meta.url)))("%s", (name) => {
  const runner = [
    "node_modules/vscode-tmgrammar-test/dist/unit.js",
    "--compact",
    "--config",
    "package.json",
    ...grammars,
  ];
  const run = spawnSync(process.execPath, [...runner, `test/grammar/cases/${name}`], {
    cwd: root,
    encoding: "utf8",
  });
  expect(run.status, run.stdout + run.stderr).toBe(0);
});
