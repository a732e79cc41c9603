/** The programs of the pages run, and print what their comments say. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { setLimits } from "@convlens/engine";
import { nodeHost, Project } from "@convlens/server";
import { afterAll, describe, expect, test, vi } from "vitest";

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const PAGES = ["engine/README.md", "docs/tutorial/convolution.md", "docs/tutorial/convolution.zh-cn.md"];

afterAll(() => setLimits({ bytes: 2 ** 30 }));

describe.each(PAGES)("%s", (page) => {
  const blocks = [...readFileSync(path(page), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)];
  test.each(blocks.map(([, source], i) => [i + 1, source!] as const))("program %i", async (i, source) => {
    const folder = path(".cache/pages");
    mkdirSync(folder, { recursive: true });
    const file = `${folder}/${page.replaceAll(/\W/g, "-")}-${i}.ts`;
    writeFileSync(file, source);
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    await import(/* @vite-ignore */ file);
    const printed = log.mock.calls.map(([value]) => (typeof value === "string" ? value : inspect(value)));
    log.mockRestore();
    const stated = [...source.matchAll(/console\.log\([\s\S]*?\); \/\/ (.*)/g)].map(([, text]) => text!);
    const loose = (text: string): string => text.replaceAll(/\s/g, "");
    expect(printed.map(loose)).toEqual(stated.map(loose));
    // a page that shows what an error says makes one on purpose
    if (!source.includes("catch")) expect(new Project(nodeHost).analyze(file).findings).toEqual([]);
  });
});
