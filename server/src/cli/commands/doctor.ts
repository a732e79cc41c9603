/** `convlens doctor`: what this machine has, for bug reports, and so in the language of those who read them. */
import { availableParallelism, cpus, totalmem } from "node:os";
import { F, lastRun, manualSeed, nn, randn, setThreads, useWideKernels } from "@convlens/engine";
import type { Command } from "commander";
import { Configurations } from "../../config/find.ts";
import { VERSION } from "../../config/version.ts";
import { nodeHost } from "../../disk/node-host.ts";
import { command } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";

export const doctorCommand = (): Command =>
  command<object>(
    "doctor",
    "what this machine has: for bug reports",
    "It times a convolution of 64 channels for about a second. Nothing is sent anywhere.",
    (made) => made,
    () => {
      const threads = Math.min(8, availableParallelism());
      const found = new Configurations(nodeHost).of(`${process.cwd()}/_`);
      const [{ model = "unknown" } = {}] = cpus();
      const plain = timed(1);
      const lines: [string, string][] = [
        ["convlens", VERSION],
        ["node", `${process.version}, V8 ${process.versions.v8}`],
        ["system", `${process.platform} ${process.arch}`],
        ["processor", `${model}, ${availableParallelism()} threads`],
        ["memory", `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
        ["configuration", found.problem ?? found.file ?? "none"],
        [
          "WebAssembly SIMD",
          plain.algorithm === "plain loops" ? "no: plain loops compute" : `yes: ${plain.algorithm}`,
        ],
        ["shared memory", typeof SharedArrayBuffer === "undefined" ? "no: one thread" : "yes"],
        ["1 thread", `${plain.gflops.toFixed(1)} GFLOP/s`],
        [`${threads} threads`, `${timed(threads).gflops.toFixed(1)} GFLOP/s`],
      ];
      const wide = useWideKernels(true);
      lines.push([
        "256-bit kernels",
        wide
          ? `passed their trial: ${timed(threads).gflops.toFixed(1)} GFLOP/s`
          : "not used: no support, or they failed their trial",
      ]);
      const width = Math.max(...lines.map(([name]) => name.length));
      print(lines.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join(""));
      return 0;
    },
  );

/** The best of some runs of a 3×3 convolution, 64 channels, 56×56: 2 FLOPs a multiply-add of the direct formula. */
function timed(threads: number): { readonly gflops: number; readonly algorithm: string } {
  setThreads(threads);
  manualSeed(0);
  const layer = new nn.Conv2d(64, 64, 3, { padding: 1 }).eval();
  const x = F.relu(randn([1, 64, 56, 56]));
  const flops = 2 * 64 * 64 * 9 * 56 * 56;
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + 300; performance.now() < end; ) {
    const start = performance.now();
    const y = layer.forward(x);
    void y.raw; // a result that nobody reads is not computed
    best = Math.min(best, performance.now() - start);
    y.dispose();
  }
  return { gflops: flops / best / 1e6, algorithm: lastRun().algorithm };
}
