/** Hosts that lack something, and processes that must end: each in a process of its own, from a bundle of the sources. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "convlens-hosts-"));
const bundle = join(folder, "engine.mjs");

beforeAll(() => {
  const stdin = {
    contents: `
      export * from "./engine/src/index.ts";
      export { runtime } from "./engine/src/execution/default.ts";
      export { host } from "./engine/src/runtime/index.ts";`,
    resolveDir: process.cwd(),
    loader: "ts" as const,
  };
  buildSync({
    stdin,
    bundle: true,
    format: "esm",
    platform: "neutral",
    outfile: bundle,
    external: ["node:*"],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the script prints, as JSON. It has 60 s to end by itself. */
function run(before: string, script: string): unknown {
  const file = join(folder, "script.mjs");
  writeFileSync(
    file,
    `${before};\nconst engine = await import(${JSON.stringify(pathToFileURL(bundle))});\n${script}`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: "utf8",
    timeout: 60_000,
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout ? JSON.parse(stdout) : undefined;
}

/** Layers of every algorithm; prints how they ran and the sums of what came out. */
const layers = `
  const { nn, randn, manualSeed, setThreads, lastRun, host } = engine;
  manualSeed(1);
  setThreads(3);
  const outputs = [
    [new nn.Conv2d(16, 16, 3, { padding: 1 }), [1, 16, 12, 12]],
    [new nn.Conv2d(8, 24, 5, { stride: 2 }), [2, 8, 21, 21]],
    [new nn.Conv2d(12, 12, 3, { groups: 12 }), [2, 12, 20, 20]],
    [new nn.ConvTranspose2d(8, 12, 3, { stride: 2 }), [1, 8, 9, 9]],
    [new nn.Conv1d(16, 16, 3), [1, 16, 90]],
    [new nn.Linear(300, 200), [4, 300]],
    [new nn.MaxPool2d(3, 1), [2, 8, 30, 30]],
    [new nn.BatchNorm2d(8), [4, 8, 30, 30]],
    [new nn.Unfold(3), [2, 8, 20, 20]],
  ].map(([layer, shape]) => {
    const y = layer.eval().forward(randn(shape));
    return { algorithm: lastRun().algorithm, sum: y.data.reduce((total, value) => total + Math.abs(value), 0) };
  });
  console.log(JSON.stringify({ host: { simd: host.simd, sharedMemory: host.sharedMemory }, outputs }));`;

interface Outcome {
  host: { simd: boolean; sharedMemory: boolean };
  outputs: { algorithm: string; sum: number }[];
}

test("without shared memory, and without SIMD, the same numbers come out", () => {
  const full = run("", layers) as Outcome;
  expect(full.host).toEqual({ simd: true, sharedMemory: true });
  const alone = run("delete globalThis.SharedArrayBuffer", layers) as Outcome;
  expect(alone.host).toEqual({ simd: true, sharedMemory: false });
  expect(alone.outputs).toEqual(full.outputs);
  // a policy without 'wasm-unsafe-eval' lets modules be validated, and none be compiled
  const forbidden = `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("blocked by CSP"); } }`;
  for (const lacking of ["WebAssembly.validate = () => false", forbidden]) {
    const plain = run(lacking, layers) as Outcome;
    expect(plain.host).toEqual({ simd: false, sharedMemory: true });
    for (const [i, { algorithm, sum }] of plain.outputs.entries()) {
      expect(algorithm).toBe("plain loops");
      expect(Math.abs(sum / full.outputs[i]!.sum - 1)).toBeLessThan(1e-5);
    }
  }
  for (const { algorithm } of full.outputs) expect(algorithm).not.toBe("plain loops");
});

test("a process that only imports the library ends, and one whose workers sleep ends", () => {
  expect(run("", "")).toBeUndefined();
  expect(run("", `${layers}`)).toBeDefined();
});

test("wide kernels give the same numbers, or are not taken", () => {
  const outcomes = run(
    "",
    `const { nn, randn, useWideKernels } = engine;
    const layer = new nn.Conv2d(40, 50, 3, { padding: 1 });
    const other = new nn.Conv2d(40, 50, 1, { stride: 2 });
    const x = randn([2, 40, 33, 35]);
    const results = () => [layer, other].map((l) => [...new nn.Sequential(l).forward(x).data]);
    const narrow = results();
    const isWide = useWideKernels(true);
    for (const l of [layer, other]) l.loadStateDict(l.stateDict());
    const wide = results();
    useWideKernels(false);
    console.log(JSON.stringify({ isWide, isSame: JSON.stringify(narrow) === JSON.stringify(wide) }));`,
  ) as { isWide: boolean; isSame: boolean };
  expect(outcomes.isSame).toBe(true);
  expect(typeof outcomes.isWide).toBe("boolean");
});
