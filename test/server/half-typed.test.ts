/** Half-typed source never throws and never hangs: any prefix, any deleted stretch, any doubled one. */
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeText } from "./memory-project.ts";

const examples = new URL("../../examples/", import.meta.url);
const sources = readdirSync(examples)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(new URL(name, examples), "utf8"));

const edited = fc.constantFrom(...sources).chain((text) =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(text.length),
      fc.constantFrom("cut", "prefix", "double"),
      fc.constant(text),
    )
    .map(([a, b, how, source]) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      if (how === "prefix") return source.slice(0, to);
      return how === "cut"
        ? source.slice(0, from) + source.slice(to)
        : source.slice(0, to) + source.slice(from);
    }),
);

describe("half-typed source", () => {
  test("is always analysed", () => {
    fc.assert(
      fc.property(edited, (text) => {
        const analysis = analyzeText(text);
        for (const { span } of analysis.findings) expect(span.start).toBeLessThanOrEqual(span.end);
      }),
      { numRuns: 400 },
    );
  });

  test("nor does what no person would write", () => {
    const nested = (open: string, inside: string, close: string, depth: number): string =>
      `const a = ${open.repeat(depth)}${inside}${close.repeat(depth)};`;
    for (const text of [
      nested("(", "1", ")", 20_000),
      nested("[", "", "]", 5000),
      `const a = ${"1 + ".repeat(20_000)}1;`,
      `let x = 0;${"if (y) x++; ".repeat(2000)}`,
      "const a = {}; a.a = a; function f(v) { return f(v.a); } f(a);",
      "function* g() { while (true) yield* g(); } for (const x of g()) x;",
    ])
      expect(analyzeText(text).findings).toEqual([]);
  });

  test("a part of an axis is no axis, and no end of the analysis", () => {
    const { gaps, applications } = analyzeText(`import * as tf from "@tensorflow/tfjs";
export const y = tf.concat([tf.zeros([2, 3]), tf.zeros([4, 5])], -1.5);
`);
    expect(gaps).toEqual([]);
    expect(applications.at(-1)?.outputs[0]?.shape).toBeNull();
  });
});
