/**
 * JavaScript means here what it means where it runs: each line of `expressions.txt` is worth to the checker what Node
 * makes of it, or unknown; `u()` is true and `f()` is false, which only Node knows. The number is the width of a layer: fed with the truth the layer is silent, fed with one more
 * it fails wherever the number is known.
 */
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { analyzeText } from "../memory-project.ts";

const expressions = readFileSync(new URL("expressions.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");
const KNOWN = 0.75; // of all, of which some are not to be known
const UNDECIDED = "const u = () => Math.random() >= 0, f = () => Math.random() < 0;";

const truths = expressions.map((expression) =>
  Number(
    runInNewContext(`(${expression})`, {
      structuredClone,
      Buffer,
      u: () => true,
      f: () => false,
      queueMicrotask,
      setTimeout,
    }),
  ),
);

/** The expressions with a finding, each in a block of its own, where the input has `more` channels than it says. */
function found(more: number): string[] {
  const lines = expressions.map(
    (expression, i) =>
      `{ const w = ${expression}; new nn.Conv2d(w, 8, 3).forward(randn([1, ${truths[i]! + more}, 8, 8])); }`,
  );
  const text = `import { nn, randn } from "@convlens/engine";\n${UNDECIDED}\n${lines.join("\n")}`;
  const { findings } = analyzeText(text, "/model.js");
  const at = new Set(findings.map(({ span }) => text.slice(0, span.start).split("\n").length - 3));
  return expressions.filter((_, i) => at.has(i));
}

test("each expression is a width", () => {
  expect(truths.every((width) => Number.isInteger(width) && width > 0)).toBe(true);
});

test("no expression is taken for another number", () => {
  expect(found(0)).toEqual([]);
});

test("most expressions are known", () => {
  expect(found(1).length / expressions.length).toBeGreaterThan(KNOWN);
});
