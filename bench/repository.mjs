// Whole repositories in the terminal: npm run bench -- repository
//
// Makes repositories of many files and checks each, with one thread and with all, then twice with a cache. Files that are no
// models are sixty functions long. Wall times mean something on a quiet machine; on a busy one look at the processor's.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

const cli = new URL("../dist/cli.js", import.meta.url).pathname;

const plain = (i) =>
  `export interface Row${i} { id: number; name: string }\n${Array.from(
    { length: 60 },
    (_, k) =>
      `export function f${i}_${k}(rows: Row${i}[], at: number): Row${i} | undefined {\n  const found = rows.filter((row) => row.id > at + ${k});\n  return found.length > ${k} ? found[${k}] : undefined;\n}`,
  ).join("\n")}\n`;

const model = (i) => `import * as tf from "@tensorflow/tfjs";
export function build${i}(classes: number) {
  const m = tf.sequential();
  m.add(tf.layers.conv2d({ filters: 8, kernelSize: 3, inputShape: [32, 32, 3] }));
  m.add(tf.layers.flatten());
  m.add(tf.layers.dense({ units: classes }));
  return m;
}
export const model${i} = build${i}(10);
`;

/** Runs the command and measures it: seconds on the clock and of the processor (on Linux), and its peak of memory in MB. */
function measured(folder, ...options) {
  const script = `
    const { spawnSync } = require("node:child_process");
    const start = performance.now();
    const words = ${JSON.stringify(["--require", telling, cli, "check", ...options, folder])};
    const { status, stderr } = spawnSync(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
    const wall = performance.now() - start;
    console.log(JSON.stringify({ status, wall, peak: Number(/peak (\\d+)/.exec(stderr)[1]) / 1024, ...childUsage() }));
    function childUsage() {
      // Linux counts what ended children used in the parent's stat: fields 16 and 17, in hundredths of a second
      const fields = require("node:fs").readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
      return { cpu: (Number(fields[13]) + Number(fields[14])) / 100 };
    }`;
  const { stdout } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  const { status, wall, cpu, peak } = JSON.parse(stdout);
  if (status !== 0) throw new Error(`convlens check ended with ${status}`);
  return { wall: wall / 1000, cpu, peak };
}

const parent = mkdtempSync(join(tmpdir(), "convlens-bench-"));
const telling = join(parent, "peak.cjs");
writeFileSync(
  telling,
  `require("node:worker_threads").isMainThread && process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS));`,
);
const rows = [];
for (const [files, models] of [
  [2_000, 200],
  [2_000, 2_000],
  [20_000, 2_000],
]) {
  const folder = join(parent, `${files}-${models}`);
  for (let i = 0; i < files; i++) {
    mkdirSync(join(folder, `p${i % 40}`), { recursive: true });
    writeFileSync(join(folder, `p${i % 40}`, `f${i}.ts`), i % (files / models) === 0 ? model(i) : plain(i));
  }
  const cache = ["--cache", "--cache-location", join(parent, `${files}-${models}.json`)];
  const row = { files, models };
  const note = (name, { wall, cpu, peak }) => {
    row[name] = `${wall.toFixed(2)} s (${cpu.toFixed(2)} s CPU, ${peak.toFixed(0)} MB)`;
  };
  note("1 thread", measured(folder, "--threads", "1"));
  note(`${availableParallelism()} threads`, measured(folder));
  measured(folder, ...cache);
  note("cached", measured(folder, ...cache));
  rows.push(row);
  rmSync(folder, { recursive: true });
}
rmSync(parent, { recursive: true });
console.table(rows);
