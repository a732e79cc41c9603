/**
 * The loop of one engine's process: it prepares layers and times bursts of runs, as asked in lines of JSON.
 *
 *     → { "prepare": "r50_3x3_64_56" }     ← { "ok": true, "norm": 12.3, "sample": […] }  or { "unsupported": true }
 *     → { "run": 200 }                     ← { "times": [0.81, 0.80, …], "cpu": 1.6 }     milliseconds, of all threads a run
 *
 * What can be asked for is listed by the workloads' module: WORKLOADS, and dataOf(workload). An engine module exports `start({ threads })` and `prepare(workload, data)`, which gives { run, output, dispose }, or
 * null for a layer it does not have.
 */
import readline from "node:readline";

const [engineFile, options, workloadsFile] = process.argv.slice(2);
const { dataOf, WORKLOADS } = await import(new URL(workloadsFile, import.meta.url));
const engine = await import(new URL(engineFile, import.meta.url));
console.log = console.info = console.warn = (...words) => console.error(...words); // standard output is the protocol
const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

await engine.start(JSON.parse(options));
answer({ ready: true });
let layer = null;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    answer(request.prepare ? await prepare(request.prepare) : await burst(request.run));
  } catch (error) {
    answer({ error: String(error?.message ?? error) });
  }
}

async function prepare(id) {
  await layer?.dispose?.();
  const workload = WORKLOADS.find((w) => w.id === id);
  layer = await engine.prepare(workload, await dataOf(workload));
  if (!layer) return { unsupported: true };
  await layer.run();
  const output = await layer.output();
  const step = Math.max(1, Math.floor(output.length / 1000));
  return { ok: true, sample: Array.from(output).filter((_, i) => i % step === 0) };
}

/** At least three runs, for at least so many milliseconds. */
async function burst(milliseconds) {
  const times = [];
  const before = process.cpuUsage();
  const end = performance.now() + milliseconds;
  while (times.length < 3 || (performance.now() < end && times.length < 20_000)) {
    const start = performance.now();
    await layer.run();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  return { times, cpu: (user + system) / 1000 / times.length };
}
