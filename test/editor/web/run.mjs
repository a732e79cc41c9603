// Runs the suite in the web extension host, as on vscode.dev: node test/editor/web/run.mjs [report.json] [--isolated]
//
// --isolated: the page has shared memory, models run on several threads. MOCHA_GREP picks tests by their titles.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { build } from "esbuild";
import { exits, startHost } from "../../host/host.mjs";
import { installHost } from "../../host/install.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const root = path("../../../");
const compiled = `${root}.cache/editor-web`;
const report = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const isolated = process.argv.includes("--isolated");
const TIMEOUT = 600_000;

rmSync(compiled, { recursive: true, force: true });
await build({
  stdin: { contents: entry(), resolveDir: path("."), loader: "ts" },
  outfile: `${compiled}/index.js`,
  bundle: true,
  platform: "browser",
  format: "cjs",
  external: ["vscode"],
  alias: { "node:assert/strict": path("assert.ts") },
  // mocha's file for browsers would take our exports for its own
  define: {
    module: "undefined",
    GREP: JSON.stringify(process.env.MOCHA_GREP ?? ""),
    ISOLATED: String(isolated),
  },
  logLevel: "warning",
});

installHost();
const counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const host = await startHost({
  workspace: `${root}examples`,
  web: { folder: root, tests: `${compiled}/index.js`, isolated },
  onLog: (_, parts) => hear(format(...parts)),
  onPage: (_, text) => process.env.CONVLENS_HOST_VERBOSE && console.error(text),
});
const late = new Promise((done) => setTimeout(done, TIMEOUT, exits.timeout).unref());
const code = await Promise.race([host.exitCode, late]);
await host.stop();
if (report) writeFileSync(report, JSON.stringify(counts));
// the host says 0 as well when it never came to the tests
process.exitCode = code !== 0 || counts.numPassedTests === 0 ? 1 : 0;
process.exit();

/** The files of the suite one after the other, and mocha around them; not those that look at processes. */
function entry() {
  const files = readdirSync(path("../suite")).filter(
    (name) =>
      name.endsWith(".test.ts") &&
      !/from "node:(?!assert)/.test(readFileSync(path(`../suite/${name}`), "utf8")),
  );
  return `import { suite } from "./mocha.ts";
export const run = () => suite(() => { ${files.map((name) => `require("../suite/${name}");`).join(" ")} require("./web.ts"); });`;
}

/** Each test says how it ended in a line of its own. */
function hear(text) {
  const said = /^\[test\] (passed|failed|pending) (.*)$/s.exec(text);
  if (!said) return process.env.CONVLENS_HOST_VERBOSE && console.log(text);
  const [, how, what] = said;
  counts[{ passed: "numPassedTests", failed: "numFailedTests", pending: "numPendingTests" }[how]]++;
  console.log(`${{ passed: "✓", failed: "✗", pending: "-" }[how]} ${what}`);
}
