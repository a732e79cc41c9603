/** Engines in processes of their own, which take turns: a machine that gets faster or slower does so for all alike. */
import { spawn, spawnSync } from "node:child_process";
import os from "node:os";
import readline from "node:readline";
import { fileURLToPath } from "node:url";

/** What may be said on the command line of whoever lets engines take turns. */
export const OPTIONS = {
  threads: { type: "string", default: String(os.availableParallelism()) },
  fused: { type: "boolean", default: false },
  peers: { type: "boolean", default: false },
  only: { type: "string", default: "." },
  rounds: { type: "string", default: "5" },
};

/** Ours, ours with wide vectors, and others by name, as the options ask for; resolves when all are ready. */
export async function startEngines({ threads, fused, peers }, others, workloads) {
  const names = ["convlens", ...(fused ? ["convlens-fused"] : []), ...(peers ? others : [])];
  const engines = names.map((name) => startEngine(name, { threads: Number(threads), workloads }));
  await Promise.all(engines.map((engine) => engine.answer()));
  return engines;
}

/** An engine by its file in engines/; with "-fused" behind, on V8 with 256-bit fusing. `workloads`: the module that lists them. */
function startEngine(name, { threads, workloads }) {
  const child = fileURLToPath(new URL("child.mjs", import.meta.url));
  const [file, isFused] = name.split("-fused");
  const flags = isFused === undefined ? [] : ["--experimental-wasm-revectorize"];
  const args = [...flags, child, `./engines/${file}.mjs`, JSON.stringify({ threads }), workloads];
  const engine = spawn(nodeFor(flags), args, {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const lines = readline.createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value } = await lines.next();
    return value === undefined ? { error: `${name} ended` } : JSON.parse(value);
  };
  return {
    name,
    answer,
    ask(request) {
      if (engine.exitCode !== null) return { error: `${name} ended` };
      engine.stdin.write(`${JSON.stringify(request)}\n`);
      return answer();
    },
    stop: () => engine.kill(),
  };
}

/** Throws where this Node does not know the flags. */
function nodeFor(flags) {
  const node = process.env.BENCH_NODE ?? process.execPath;
  if (spawnSync(node, [...flags, "--version"]).status !== 0)
    throw new Error(
      `${node} does not know ${flags.join(" ")}: set BENCH_NODE to a Node of version 24 or newer.`,
    );
  return node;
}

/** Times of all engines that have the workload, in rounds of `ms` each. */
export async function takeTurns(engines, workload, { rounds, ms }) {
  const ready = [];
  for (const engine of engines) {
    const { ok, sample, error } = await engine.ask({ prepare: workload });
    if (error) console.error(`${workload}: ${engine.name}: ${error}`);
    if (!ok) continue;
    await engine.ask({ run: ms / 2 });
    ready.push({ engine, sample, times: [], cpu: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const entry of round % 2 ? ready.toReversed() : ready) {
      const { times = [], cpu } = await entry.engine.ask({ run: ms });
      entry.times.push(...times);
      if (cpu !== undefined) entry.cpu.push(cpu);
    }
  }
  return ready;
}

export function percentile(values, fraction) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * fraction)];
}

/** Largest difference, relative to the largest value. */
export function difference(actual, expected) {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...actual.map((value, i) => Math.abs(value - expected[i]))) / largest;
}
