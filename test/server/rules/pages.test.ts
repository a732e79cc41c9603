/** docs/rules is what the rules say. `UPDATE_PAGES=1` writes it anew. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rules } from "../../../server/src/rules/catalogue.ts";
import { indexOf, pageOf } from "../../../server/src/rules/page.ts";

const folder = new URL("../../../docs/rules/", import.meta.url).pathname;
const pages: Record<string, string> = {
  "README.md": indexOf(rules),
  ...Object.fromEntries(rules.map((rule) => [`${rule.code}.md`, pageOf(rule)])),
};

if (process.env.UPDATE_PAGES) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(pages)) writeFileSync(folder + name, text);
}

test("pages are current", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(pages).sort());
  for (const [name, text] of Object.entries(pages))
    expect(readFileSync(folder + name, "utf8"), name).toBe(text);
});
