/**
 * Times 28 convolution layers, beside other engines when asked: npm run bench -w engine
 *
 *     node bench/convolutions.mjs [--threads 2] [--fused] [--peers] [--only REGEX] [--rounds 5] [--ms 200] [--out FILE.json]
 *
 * Every engine is a process of its own; for each layer they take turns, so that a machine that gets faster or slower
 * does so for all alike. The time shown is the 10th percentile of all runs. Outputs are compared between engines.
 * --fused adds our engine with V8's 256-bit fusing. BENCH_NODE=/path/to/node runs the engines on another
 * Node (fusing needs 24 or newer).
 */
import { writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { measurePeak } from "./convolutions/peak.mjs";
import { installPeers, PEERS } from "./convolutions/peers.mjs";
import { difference, OPTIONS, percentile, startEngines, takeTurns } from "./convolutions/turns.mjs";
import { shapesOf, WORKLOADS } from "./convolutions/workloads.mjs";

const { values: options } = parseArgs({
  options: {
    ...OPTIONS,
    ms: { type: "string", default: "200" },
    out: { type: "string" },
  },
});
const threads = Number(options.threads);

if (options.peers) installPeers();
const engines = await startEngines(options, PEERS, "./workloads.mjs");

const peak = await measurePeak();
const results = [];
printHeader();
for (const workload of WORKLOADS.filter(({ id }) => new RegExp(options.only).test(id))) {
  const result = await measure(workload);
  results.push(result);
  printRow(result);
}
for (const engine of engines) engine.stop();
if (options.out)
  writeFileSync(options.out, JSON.stringify({ cpu: os.cpus()[0]?.model, threads, peak, results }, null, 1));

/** Milliseconds of each engine that has the layer, and how far its output is from the first engine's. */
async function measure(workload) {
  const ready = await takeTurns(engines, workload.id, {
    rounds: Number(options.rounds),
    ms: Number(options.ms),
  });
  const { macs } = shapesOf(workload);
  return {
    workload: workload.id,
    class: workload.class,
    macs,
    engines: Object.fromEntries(
      ready.map(({ engine, sample, times }) => {
        const ms = percentile(times, 0.1);
        return [
          engine.name,
          { ms, gflops: (2 * macs) / ms / 1e6, difference: difference(sample, ready[0].sample) },
        ];
      }),
    ),
  };
}

function printHeader() {
  const cores = Math.min(threads, os.availableParallelism());
  console.log(
    `${threads} threads; measured peak of one thread ${peak.toFixed(1)} GFLOP/s, of ${cores}: ${(peak * cores).toFixed(1)}`,
  );
  const columns = engines.slice(1).map(({ name }) => `vs ${name}`.padStart(20));
  console.log(
    `${"layer".padEnd(24)}${"ms".padStart(10)}${"GFLOP/s".padStart(10)}${"of peak".padStart(9)}${columns.join("")}`,
  );
}

function printRow({ workload, engines: measured }) {
  const own = measured.convlens;
  if (!own) return console.log(`${workload.padEnd(24)}${"failed".padStart(10)}`);
  const share = own.gflops / (peak * Math.min(threads, os.availableParallelism()));
  const ratios = engines.slice(1).map(({ name }) => {
    const other = measured[name];
    if (!other) return "–".padStart(20);
    const wrong = other.difference > 1e-3 ? " differs!" : "";
    return `${(other.ms / own.ms).toFixed(2)}×${wrong}`.padStart(20);
  });
  const [gflops, percent] =
    own.gflops > 0 ? [own.gflops.toFixed(1), `${(share * 100).toFixed(0)} %`] : ["–", "–"];
  console.log(
    `${workload.padEnd(24)}${own.ms.toFixed(3).padStart(10)}${gflops.padStart(10)}${percent.padStart(9)}${ratios.join("")}`,
  );
}
