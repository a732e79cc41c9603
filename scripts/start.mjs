// The product on a fresh clone: npm start [-- --once]
//
// Checks the examples in the terminal, then opens them in VS Code: the desktop's where there is one, else one in the browser.
// `--once` ends after the address was printed.
import { spawnSync } from "node:child_process";
import { installDependencies, must, root, run } from "./setup.mjs";

installDependencies();
must(process.execPath, ["scripts/build.mjs"]);

title("convlens check examples");
run(process.execPath, ["dist/cli.js", "check", "examples"]);
title("convlens summary examples/lenet5.ts");
run(process.execPath, ["dist/cli.js", "summary", "examples/lenet5.ts"]);

title("Visual Studio Code");
const desktop = findDesktop();
if (desktop) openDesktop(desktop);
else await serveInBrowser();

function title(text) {
  console.log(`\n── ${text}\n`);
}

/** VSCODE_EXECUTABLE, or `code` on the path where a person sits in front of it. */
function findDesktop() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  if (process.env.CI || !process.stdout.isTTY) return undefined;
  return spawnSync("code", ["--version"], { shell: process.platform === "win32" }).status === 0
    ? "code"
    : undefined;
}

function openDesktop(code) {
  console.log(`Opening examples/ in ${code} ...`);
  must(code, ["--new-window", `--extensionDevelopmentPath=${root}`, `${root}examples`]);
}

async function serveInBrowser() {
  const { installHost } = await import("../test/host/install.mjs");
  installHost({ browser: false });
  const { serveHost } = await import("../test/host/host.mjs");
  const { url, stop } = await serveHost({ extension: root, workspace: `${root}examples` });
  console.log(`No desktop VS Code found (VSCODE_EXECUTABLE names one). Open in your browser:\n\n  ${url}\n`);
  if (!process.argv.includes("--once")) {
    console.log("Ctrl-C ends it.");
    await new Promise((done) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, done);
    });
  }
  await stop();
}
