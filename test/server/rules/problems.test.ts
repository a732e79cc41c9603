/**
 * A file in `rules/problems/` is all there is to a new code: the table of them, the type of their codes and their pages
 * in docs/rules are made from the folder. `UPDATE_PAGES=1 npx vitest run test/server/rules` writes them anew.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Rule } from "../../../server/src/rules/index.ts";

const root = new URL("../../../", import.meta.url).pathname;
const folder = `${root}server/src/rules/problems/`;
const codes = readdirSync(folder)
  .filter((name) => name !== "index.ts")
  .map((name) => name.replace(".ts", ""))
  .sort();
const nameOf = (code: string): string => code.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const table = `/** All kinds of findings: one file each. Written by test/server/rules/problems.test.ts. */
import type { ProblemCode } from "../../facts/problem-code.ts";
import type { Rule } from "../kit/rule.ts";
${codes.map((code) => `import { ${nameOf(code)} } from "./${code}.ts";\n`).join("")}
export const problems: Readonly<Record<ProblemCode, Rule>> = {
${codes.map((code) => `  ${/-/.test(code) ? `"${code}": ${nameOf(code)}` : code},\n`).join("")}};
`;
const union = `/** The codes of findings: one for each file of rules/problems. Written by test/server/rules/problems.test.ts. */
export type ProblemCode =
${codes.map((code) => `  | "${code}"`).join("\n")};
`;
const generated = {
  [`${folder}index.ts`]: table,
  [`${root}server/src/facts/problem-code.ts`]: union,
};
if (process.env.UPDATE_PAGES) for (const [file, text] of Object.entries(generated)) writeFileSync(file, text);

// only now: what they import is written above
const { indexOf, pageOf } = await import("../../../server/src/rules/index.ts");
const rules = await Promise.all(
  codes.map(async (code): Promise<Rule> => (await import(`${folder}${code}.ts`))[nameOf(code)]),
);

test("each file declares the code of its name", () => {
  expect(rules.map((rule) => rule?.code)).toEqual(codes);
});

test("the table and the type of codes are current", () => {
  for (const [file, text] of Object.entries(generated)) expect(readFileSync(file, "utf8"), file).toBe(text);
});

test.each([
  ["", "en"],
  ["zh-cn/", "zh"],
])("pages are current: docs/rules/%s", (under, tag) => {
  const pages = `${root}docs/rules/${under}`;
  const texts: Record<string, string> = {
    "README.md": indexOf(rules, tag),
    ...Object.fromEntries(rules.map((rule) => [`${rule.code}.md`, pageOf(rule, tag)])),
  };
  if (process.env.UPDATE_PAGES) {
    mkdirSync(pages, { recursive: true });
    for (const name of pagesIn(pages)) rmSync(pages + name);
    for (const [name, text] of Object.entries(texts)) writeFileSync(pages + name, text);
  }
  expect(pagesIn(pages)).toEqual(Object.keys(texts).sort());
  for (const [name, text] of Object.entries(texts))
    expect(readFileSync(pages + name, "utf8"), name).toBe(text);
});

const pagesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort();
