/** Every run-time text of the extension and its panels has its translation, with the same values in it. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const bundle: Record<string, string> = JSON.parse(
  readFileSync(new URL("l10n/bundle.l10n.zh-cn.json", root), "utf8"),
);

const source = readdirSync(new URL("client/src/", root), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(new URL(`client/src/${name}`, root), "utf8"))
  .join("\n");
const texts = [...source.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!);

test("each text is translated, and nothing else", () => {
  expect(Object.keys(bundle).sort()).toEqual([...new Set(texts)].sort());
});

test("each translation has the values of its text", () => {
  const values = (text: string): string[] => [...text.matchAll(/\{\d+\}/g)].map(([value]) => value).sort();
  for (const [text, translation] of Object.entries(bundle))
    expect(values(translation), text).toEqual(values(text));
});
