/**
 * Times whole models through the public API, beside onnxruntime on their twins in ONNX: npm run bench -- models --fused --peers
 *
 *     node bench/models.mjs [--threads 2] [--fused] [--peers] [--only REGEX] [--rounds 5] [--ms 300]
 *
 * As bench/convolutions.mjs, whose options these are: engines take turns, the time is the 10th percentile, outputs are
 * compared. Behind it the CPU time of all threads: what else the machine does counts for little there. The twins are written by `convlens export`, with the weights of our model, and kept in .cache/bench-models.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { installPeers } from "./convolutions/peers.mjs";
import { difference, OPTIONS, percentile, startEngines, takeTurns } from "./convolutions/turns.mjs";
import { FOLDER, WORKLOADS } from "./models/workloads.mjs";

const WIDTH = 26; // of a column
const root = fileURLToPath(new URL("../", import.meta.url));
const { values: options } = parseArgs({
  options: { ...OPTIONS, ms: { type: "string", default: "300" } },
});
const workloads = WORKLOADS.filter(({ id }) => new RegExp(options.only).test(id));
if (options.peers) installPeers();
await writeTwins();

const engines = await startEngines(
  options,
  ["onnxruntime-web", "onnxruntime-node"],
  "../models/workloads.mjs",
);

console.log(`${options.threads} threads; ms, how many times longer the others take, and ms of CPU`);
console.log(`${"model".padEnd(14)}${engines.map(({ name }) => name.padStart(WIDTH)).join("")}`);
const ratios = engines.map(() => []);
for (const { id } of workloads) {
  const ready = await takeTurns(engines, id, { rounds: Number(options.rounds), ms: Number(options.ms) });
  const cells = engines.map((engine, i) => {
    const entry = ready.find((one) => one.engine === engine);
    if (!entry) return "–".padStart(WIDTH);
    const ms = percentile(entry.times, 0.1);
    const own = percentile(ready[0].times, 0.1);
    ratios[i].push(ms / own);
    const wrong = difference(entry.sample, ready[0].sample) > 1e-3 ? " differs!" : "";
    const cpu = Math.min(...entry.cpu).toFixed(1);
    return `${ms.toFixed(1)} (${(ms / own).toFixed(2)}×) ${cpu}${wrong}`.padStart(WIDTH);
  });
  console.log(`${id.padEnd(14)}${cells.join("")}`);
}
const means = ratios.map((list) => Math.exp(list.reduce((sum, x) => sum + Math.log(x), 0) / list.length));
console.log(`${"mean".padEnd(14)}${means.map((mean) => `${mean.toFixed(2)}×`.padStart(WIDTH)).join("")}`);
for (const engine of engines) engine.stop();

/** The models as a module that runs, their weights, and for peers their ONNX files. */
async function writeTwins() {
  mkdirSync(FOLDER, { recursive: true });
  buildSync({
    entryPoints: [`${root}bench/models/networks.ts`],
    outfile: `${FOLDER}networks.mjs`,
    alias: { "@convlens/engine": `${root}engine/dist/index.js` },
    external: [`${root}engine/dist/*`],
    bundle: true,
    format: "esm",
    logLevel: "warning",
  });
  const { manualSeed } = await import("../engine/dist/index.js");
  const { writeSafetensors } = await import("../engine/dist/io/index.js");
  manualSeed(0);
  const networks = await import(pathToFileURL(`${FOLDER}networks.mjs`).href);
  for (const { id, input } of workloads) {
    const [weights, twin] = [`${FOLDER}${id}.safetensors`, `${FOLDER}${id}.onnx`];
    const values = writeSafetensors(networks[id].stateDict());
    const isKnown = existsSync(weights) && readFileSync(weights).equals(values);
    if (!isKnown) writeFileSync(weights, values);
    if (!options.peers || (isKnown && existsSync(twin))) continue;
    const target = ["bench/models/networks.ts#", id].join("");
    const args = ["dist/cli.js", "export", target, "--weights", weights, "-o", twin];
    const { status } = spawnSync(process.execPath, [...args, "--input", input.join()], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) throw new Error(`${id} could not be exported`);
  }
}
