/** The library's README runs, and prints what its comments say. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { setLimits } from "@convlens/engine";
import { afterAll, expect, test, vi } from "vitest";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const blocks = [...readFileSync(path("../../engine/README.md"), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)];

afterAll(() => setLimits({ bytes: 2 ** 30 }));

test.each(blocks.map(([, source], i) => [i + 1, source!] as const))("block %i", async (i, source) => {
  const folder = path("../../.cache/readme");
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${i}.ts`, source);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await import(/* @vite-ignore */ `${folder}/${i}.ts`);
  const printed = log.mock.calls.map(([value]) => (typeof value === "string" ? value : inspect(value)));
  log.mockRestore();
  const stated = [...source.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(([, text]) => text!);
  const loose = (text: string): string => text.replaceAll(/\s/g, "");
  expect(printed.map(loose)).toEqual(stated.map(loose));
});
