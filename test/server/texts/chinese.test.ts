/** Everything that the server says to a person is there in Chinese, with the same values in it. */
import { readdirSync, readFileSync } from "node:fs";
import { type Analysis, Project } from "@convlens/server";
import * as ts from "typescript6";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkedFixes } from "../../../server/src/ide/index.ts";
import { rules, sourceOf } from "../../../server/src/rules/index.ts";
import {
  chineseRules,
  isTranslated,
  chinesePhrases as phrases,
  chineseSentences as sentences,
  t,
  chineseTexts as texts,
  translated,
  useLanguage,
} from "../../../server/src/texts/index.ts";
import { loadedCases, loadedHost } from "../../golden/loaded-models.ts";
import { memoryProject } from "../memory-project.ts";

const root = new URL("../../../server/src/", import.meta.url);
const source = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.startsWith("texts"))
  .map((name) => readFileSync(new URL(name, root), "utf8"))
  .join("\n");
const values = (text: string): string[] => [...text.matchAll(/\{\d+\}/g)].map(([value]) => value).sort();

beforeAll(() => useLanguage("zh-cn"));
afterAll(() => useLanguage("en"));

test("each text is translated, and nothing else", () => {
  const used = [...source.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!);
  expect(Object.keys(texts).sort()).toEqual([...new Set(used)].sort());
});

test("translations have the values of their texts", () => {
  for (const [text, translation] of Object.entries(texts))
    expect(values(translation), text).toEqual(values(text));
  for (const [english, chinese] of [...sentences, ...phrases])
    for (const value of values(chinese)) expect(values(english), english).toContain(value);
});

describe("each kind of finding speaks Chinese: its message, where it comes from, and its fixes", () => {
  for (const rule of rules.filter(({ byRun }) => !byRun))
    test(rule.code, () => {
      const project = memoryProject({ "/net.ts": sourceOf(rule.wrong) });
      for (const finding of project.analyze("/net.ts").findings) {
        const fixes = checkedFixes(project, "/net.ts", finding).map(({ title }) => title);
        for (const text of [finding.message, ...finding.related.map(({ message }) => message), ...fixes]) {
          expect(isTranslated(text), text).toBe(true);
          // numbers are facts: none is lost on the way
          for (const number of text.match(/\d+/g) ?? []) expect(translated(text)).toContain(number);
        }
      }
    });
});

/** Without a translation, or with words of English left in it. */
function isEnglish(text: string): boolean {
  const prose = translated(text).replace(/`[^`]*`|\[[^\]]*\]/g, "");
  return !isTranslated(text) || /[a-z]{2,} [a-z]{2,} [a-z]{2,}/.test(prose);
}
const said = ({ findings }: Analysis): string[] =>
  findings.flatMap(({ message, related }) => [message, ...related.map((one) => one.message)]);

test("what is said of loaded models is Chinese to the last word", () => {
  const disk = loadedHost("/app");
  for (const { id, source } of loadedCases) {
    const file = `/app/${id}.ts`;
    const project = new Project({
      ...disk,
      read: (path) => (path === file ? source : disk.read(path)),
      exists: (path) => path === file || disk.exists(path),
    });
    const analysis = project.analyze(file);
    const fixes = analysis.findings.flatMap((finding) => checkedFixes(project, file, finding));
    expect([...said(analysis), ...fixes.map(({ title }) => title)].filter(isEnglish), id).toEqual([]);
  }
});

test("what is said of all fixtures is Chinese to the last word", () => {
  const fixtures = new URL("../../fixtures/", import.meta.url);
  for (const name of readdirSync(fixtures, { recursive: true, encoding: "utf8" })) {
    if (!/\.[jt]sx?$/.test(name)) continue;
    const project = memoryProject({ "/net.ts": readFileSync(new URL(name, fixtures), "utf8") });
    expect(said(project.analyze("/net.ts")).filter(isEnglish), name).toEqual([]);
  }
});

test("the page of each finding is there in Chinese, and names the same code", () => {
  const named = (text: string): string[] => [...new Set(text.match(/`[^`]+`/g))].sort();
  expect(Object.keys(chineseRules).sort()).toEqual(rules.map(({ code }) => code).sort());
  for (const { code, title, explain } of rules) {
    const [chineseTitle, chineseExplain] = chineseRules[code]!;
    expect(chineseTitle, code).not.toBe(title);
    expect(named(chineseExplain), code).toEqual(named(explain));
  }
});

/** Each sentence that an error of these kinds is made with, what is put into it as names. */
function sentencesOf(kinds: readonly string[]): string[] {
  const said: string[] = [];
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts") || name.startsWith("texts")) continue;
    const file = ts.createSourceFile(name, readFileSync(new URL(name, root), "utf8"), 99, true);
    const visit = (node: ts.Node): void => {
      if (
        (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
        kinds.includes(node.expression.getText(file)) &&
        node.arguments?.[0]
      )
        said.push(...textsIn(node.arguments[0]));
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return said.flatMap((text) => text.split("\n")).filter((text) => /[a-z]{2,} [a-z]{2,}/.test(text));
}

/** Both ways of a condition; each value is a name of its own, and words where it is a condition itself. */
function textsIn(node: ts.Expression): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...textsIn(node.left), ...textsIn(node.right)];
  if (!ts.isTemplateExpression(node)) return [];
  return node.templateSpans.reduce(
    (before, { expression, literal }, i) => {
      const values = textsIn(expression);
      return before.flatMap((text) =>
        (values.length > 0 ? values : [`[${i}]`]).map((value) => text + value + literal.text),
      );
    },
    [node.head.text],
  );
}

test("what is wrong with the use of a command, and why something cannot be run, is Chinese", () => {
  const said = sentencesOf(["UsageError", "NotRunnable", "InputError", "warn"]);
  expect(said.length).toBeGreaterThan(60);
  expect(said.filter(isEnglish)).toEqual([]);
  expect(translated("--input: it has 2 sizes, the model takes [N, 1, 28]")).toBe(
    "--input：给出了 2 个尺寸，而模型需要 [N, 1, 28]",
  );
});

test("the language of the editor decides", () => {
  const said = "Conv2d `b` expects 32 input channels, receives 16.";
  expect(translated(said)).toBe("Conv2d `b` 需要 32 个输入通道，实际收到 16 个。");
  expect(t("{0} params", 5)).toBe("5 个参数");
  for (const other of ["en", "de", "zh-TW", undefined]) {
    useLanguage(other);
    expect(translated(said)).toBe(said);
    expect(t("{0} params", 5)).toBe("5 params");
  }
  for (const tag of ["zh-cn", "zh_CN.UTF-8", "zh", "zh-Hans-CN"]) {
    useLanguage(tag);
    expect(t("{0} params", 5)).toBe("5 个参数");
  }
});
