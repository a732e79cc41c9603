import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

/** What runs the bundles in dist/. */
const BUILT = [
  "test/server/lsp/**/*.test.ts",
  "test/server/cli/**/*.test.ts",
  "test/server/mcp/**/*.test.ts",
  "test/panels/**/*.test.ts",
  "test/packages/**/*.test.ts",
  "test/fuzz/protocol.test.ts",
];
/** What measures against limits what memory others have left. */
const ALONE = [
  "test/fuzz/agreement.test.ts",
  "test/engine/hostile.test.ts",
  "test/engine/execution.test.ts",
  "test/engine/short-memory.test.ts",
  "test/docs/programs.test.ts",
];
/** What takes longer than a change should wait for. */
const RELEASE = ["test/release/**/*.test.ts"];
/** A whole VS Code: it wants the machine for itself. */
const WORKBENCH = ["test/panels/workbench.test.ts"];
const OTHERS = ["test/editor/**", "test/host/**", "**/node_modules/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@convlens\/engine$/, replacement: source("engine/src/index.ts") },
      { find: /^@convlens\/engine\/(\w+)$/, replacement: source("engine/src/$1/index.ts") },
      { find: /^@convlens\/server\/protocol$/, replacement: source("server/src/preview/protocol.ts") },
      { find: /^@convlens\/server\/checks$/, replacement: source("server/src/preview/checks.ts") },
      { find: /^@convlens\/server$/, replacement: source("server/src/index.ts") },
    ],
  },
  test: {
    setupFiles: [source("test/setup/seed.ts"), source("test/setup/equality.ts")],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...BUILT, ...ALONE, ...RELEASE, ...OTHERS],
          isolate: false, // to import everything anew for each file would take half of the time
        },
      },
      {
        extends: true,
        test: { name: "alone", include: ALONE },
      },
      {
        extends: true,
        test: {
          name: "built",
          include: BUILT,
          exclude: [...WORKBENCH, ...OTHERS],
          isolate: false,
          globalSetup: source("test/setup/build.ts"),
        },
      },
      {
        extends: true,
        test: { name: "workbench", include: WORKBENCH, globalSetup: source("test/setup/build.ts") },
      },
      {
        extends: true,
        test: { name: "release", include: RELEASE, globalSetup: source("test/setup/build.ts") },
      },
    ],
    restoreMocks: true,
    maxWorkers: availableParallelism() + 1, // many tests wait for a browser or a server, and leave their core to the next one
    testTimeout: 120_000,
    hookTimeout: 120_000, // some of them build what is tested
  },
});
