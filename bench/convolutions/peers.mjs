/** Other engines, installed on demand into .cache/bench-peers: they are no dependencies of the project. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = fileURLToPath(new URL("../../.cache/bench-peers/", import.meta.url));
const packages = {
  "@tensorflow/tfjs-backend-wasm": "4.22.0",
  "@tensorflow/tfjs-core": "4.22.0",
  "onnxruntime-node": "1.30.0",
  "onnxruntime-web": "1.30.0",
};

export const PEERS = ["onnxruntime-web", "tfjs-wasm", "onnxruntime-node"];

export function installPeers() {
  if (existsSync(`${folder}node_modules/onnxruntime-web`)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}package.json`, JSON.stringify({ private: true, dependencies: packages }));
  const install = ["install", "--no-audit", "--no-fund", "--ignore-scripts"]; // their scripts fetch GPU builds
  const { status } = spawnSync("npm", install, {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`The peers could not be installed in ${folder}; run without --peers`);
}

export function peerPath(name) {
  return `${folder}node_modules/${name}`;
}

export async function peer(name) {
  const require = createRequire(`${folder}package.json`);
  const module = await import(pathToFileURL(require.resolve(name)).href);
  return module.default ?? module;
}
