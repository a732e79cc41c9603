// Runs the suite in a real VS Code: node test/editor/run.mjs [report.json]
//
// VSCODE_EXECUTABLE names one; else the headless host on Linux, else @vscode/test-electron downloads the desktop's.
// MOCHA_GREP picks tests by their titles.
import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { installHost } from "../host/install.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const root = path("../..");
const compiled = path("../../.cache/editor");
const [report] = process.argv.slice(2);

rmSync(compiled, { recursive: true, force: true });
await build({
  entryPoints: readdirSync(path("suite")).map((name) => path(`suite/${name}`)),
  outdir: compiled,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  external: ["vscode", "mocha"],
  logLevel: "warning",
});

try {
  await runTests({
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE || headless(),
    extensionDevelopmentPath: root,
    extensionTestsPath: `${compiled}/index.cjs`,
    launchArgs: [`${root}examples`, "--disable-extensions"],
    extensionTestsEnv: { CONVLENS_EDITOR_REPORT: report, MOCHA_GREP: process.env.MOCHA_GREP },
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}

function headless() {
  return process.platform === "linux" && process.arch === "x64" ? installHost() : undefined;
}
