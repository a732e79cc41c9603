/** Pages link to pages that are there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "engine/README.md",
  ...inFolder("docs").filter((name) => name.endsWith(".md") && !name.includes(".vitepress")),
];

test.each(pages)("%s", (page) => {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/```[\s\S]*?```/g, "");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  const missing = links
    .filter((link) => !/^[a-z]+:|^#|^\//.test(link))
    .filter((link) => !existsSync(join(root, dirname(page), link.split("#")[0]!)));
  expect(missing).toEqual([]);
});
