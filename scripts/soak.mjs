// Hours of scripted editing in a real VS Code: npm run soak [-- FOLDER … --edits 3600]
//
// Over the examples, and the repositories in these folders. 3600 edits are what somebody types in two hours, an edit in two
// seconds. Linux only: the headless host, and /proc.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { format, parseArgs } from "node:util";
import { build } from "esbuild";
import { startHost } from "../test/host/host.mjs";
import { installHost } from "../test/host/install.mjs";
import { installDependencies, must, root } from "./setup.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { edits: { type: "string", default: "3600" } },
});
installDependencies();
must(process.execPath, ["scripts/build.mjs"]);
installHost();

const folder = mkdtempSync(join(tmpdir(), "convlens-soak-"));
const workspace = join(folder, "workspace");
const isSource = (path) => !/[\\/](node_modules|\.git|dist)([\\/]|$)/.test(path);
for (const from of [`${root}examples`, ...positionals])
  cpSync(from, join(workspace, basename(from)), { recursive: true, filter: isSource });
mkdirSync(join(folder, "user"));

const tests = `${root}.cache/soak/index.cjs`;
await build({
  entryPoints: [`${root}test/editor/soak/index.ts`],
  outfile: tests,
  bundle: true,
  platform: "node",
  format: "cjs",
  external: ["vscode"],
  logLevel: "warning",
});
const host = await startHost({
  workspace,
  extension: root,
  tests,
  userDataDir: join(folder, "user"),
  env: { CONVLENS_SOAK_EDITS: values.edits, CONVLENS_SOAK_LOGS: join(folder, "user/logs") },
  onLog: (type, parts) =>
    /soak|edits|rror/.test(format(...parts)) && console.log(`${type}: ${format(...parts)}`),
});
try {
  process.exitCode = await host.exitCode;
} finally {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}
