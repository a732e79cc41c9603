/** The machine's own ceiling: multiply-adds of four floats a second on one thread, by a loop of nothing else. */
import { buildSync } from "esbuild";

const root = new URL("../../", import.meta.url).pathname;
const outfile = `${root}.cache/bench-peak.mjs`;
const contents = `
  export { f32x4, ModuleBuilder } from "./engine/src/wasm/index.ts";
  export { host } from "./engine/src/runtime/host.ts";`;

/** GFLOP/s (a multiply-add counts as two) of one thread. */
export async function measurePeak() {
  const stdin = { contents, resolveDir: root, loader: "ts" };
  buildSync({ stdin, bundle: true, format: "esm", outfile, logLevel: "warning" });
  const { f32x4, host, ModuleBuilder } = await import(outfile);
  const sums = 12;
  const module = new ModuleBuilder({ shared: false, maximumPages: 1 });
  const loop = module.function(1, (f, [count]) => {
    const factor = f.v128(f32x4(0.5));
    const accumulators = f.v128s(sums);
    f.countDown(count, 1, () => {
      for (const sum of accumulators) {
        sum.set(host.relaxedSimd ? factor.relaxedMadd(factor, sum) : sum.add(factor.mul(factor)));
      }
    });
    for (const [i, sum] of accumulators.entries()) f.v128Store(count, sum, 64 + i * 16);
  });
  module.export("loop", loop);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), { env: { memory } });
  const rounds = 1_000_000;
  const rates = Array.from({ length: 20 }, () => {
    const start = performance.now();
    exports.loop(rounds);
    return (rounds * sums * 8) / (performance.now() - start) / 1e6;
  });
  return Math.max(...rates);
}
