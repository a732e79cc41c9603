/** The tests of the engine, in processes of another Node where CONVLENS_NODE names one (`run.mjs`). */
import { defineConfig } from "vitest/config";
import shared from "../../vitest.config.mts";

/** They start processes by themselves or load other machine code, which an emulator can't, or look at types alone. */
const ELSEWHERE = [
  "test/engine/runtime/hosts.test.ts",
  "test/engine/onnx/{export,operators,infer,tfjs-export}.test.ts",
  "test/engine/api/**",
];

const { CONVLENS_NODE: node } = process.env;
if (node) process.execPath = node; // Vitest starts its processes by it

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    root: new URL("../..", import.meta.url).pathname,
    pool: "forks",
    projects: undefined,
    include: ["test/engine/**/*.test.ts", "test/fuzz/agreement.test.ts"],
    exclude: ELSEWHERE,
    setupFiles: [...shared.test!.setupFiles!, new URL("arm.ts", import.meta.url).pathname],
    isolate: false,
    maxWorkers: 1,
    testTimeout: 1_800_000, // an emulated processor is slow
    hookTimeout: 1_800_000,
  },
});
