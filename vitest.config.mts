import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@convlens\/engine$/, replacement: source("engine/src/index.ts") },
      { find: /^@convlens\/engine\/(\w+)$/, replacement: source("engine/src/$1/index.ts") },
      { find: /^@convlens\/server\/protocol$/, replacement: source("server/src/preview/protocol.ts") },
      { find: /^@convlens\/server$/, replacement: source("server/src/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/editor/**", "test/host/**", "**/node_modules/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000, // some of them build what is tested
  },
});
