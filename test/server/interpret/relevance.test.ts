/** Which files are looked into: those that reach a library that is understood. */
import { expect, test } from "vitest";
import { dialects } from "../../../server/src/dialects/index.ts";
import { Relevance } from "../../../server/src/project/index.ts";

const files: Readonly<Record<string, string>> = {
  "/model.ts": 'import { nn } from "@convlens/engine"; import { width } from "./config";',
  "/config.ts": "export const width = 3;",
  "/page.ts": 'import { width } from "./config"; export * from "./loop";',
  "/loop.ts": 'import "./page";',
  "/app.ts": 'const lazy = () => import("./model");',
  "/script.js": "const m = tf.sequential();",
  "/noted.ts": "/** @shape x [N, 3] */ export function f(x) { return x; }",
};
const context = {
  load: () => undefined,
  text: (file: string) => files[file],
  resolve: (specifier: string) => (specifier.startsWith(".") ? `${specifier.slice(1)}.ts` : undefined),
  dialects,
};

test.each([
  ["/model.ts", true],
  ["/app.ts", true], // through the model
  ["/script.js", true],
  ["/noted.ts", true],
  ["/config.ts", false],
  ["/page.ts", false], // in a circle with /loop.ts
  ["/missing.ts", false],
])("%s: %s", (file, expected) => {
  expect(new Relevance().of(file, context)).toBe(expected);
});
