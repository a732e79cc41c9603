// What a fresh clone needs before any other script can run. It depends on nothing but Node and npm.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs the dependencies of package-lock.json where they are missing or older than that file. */
export function installDependencies() {
  if (Number(process.versions.node.split(".")[0]) < 20)
    throw new Error(
      `ConvLens needs Node 20 or newer; this is ${process.version}. Install one from nodejs.org.`,
    );
  const lock = readFileSync(`${root}package-lock.json`, "utf8");
  const mark = `${root}node_modules/.convlens-installed`;
  if (existsSync(mark) && readFileSync(mark, "utf8") === lock) return;
  console.log("Installing dependencies ...");
  must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(mark, lock);
}

/** Runs a program with its output shown, in the project's folder where no other is given; returns its exit code. */
export function run(command, args, { cwd = root, env = {} } = {}) {
  const options = {
    cwd,
    stdio: "inherit",
    env: { ...process.env, ...env },
    shell: process.platform === "win32",
  };
  return spawnSync(command, args, options).status ?? 1;
}

/** Like `run`, without waiting in the way: resolves to the exit code, and to all that was said where that is not shown. */
export function start([command, ...args], { quiet = false } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    env: { ...process.env, ...(quiet && process.stdout.isTTY && { FORCE_COLOR: "1" }) },
    shell: process.platform === "win32",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  return new Promise((done) => {
    child.once("error", (error) => done({ code: 1, output: `${error.message}\n` }));
    child.once("close", (code) => done({ code: code ?? 1, output }));
  });
}

/** Like `run`; ends this process where the program fails. */
export function must(command, args, options) {
  const code = run(command, args, options);
  if (code !== 0) process.exit(code);
}

/** The path of a script that a dependency brings: `node(tool("vitest/vitest.mjs"), "run")`. */
export const tool = (path) => `${root}node_modules/${path}`;
