/** A file that is typed in: each text is parsed from the one before, and must come out as from scratch. */
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FileParser, parse, type SourceModule } from "../../../server/src/syntax/index.ts";

const examples = new URL("../../../examples/", import.meta.url);
const sources = readdirSync(examples)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(new URL(name, examples), "utf8"));

const typed = fc.constantFrom(
  "x",
  "(",
  ")",
  "{",
  "}",
  ".",
  ",",
  "\n",
  "`",
  "/*",
  " = new nn.Conv2d(3, 4, 3);",
);
const edits = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(12), typed }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

const seen = ({ body, comments, signatures, syntaxErrors, isModule, pieces }: SourceModule) => ({
  ...{ body, comments, signatures, syntaxErrors, isModule },
  pieces: pieces.map(({ facts, start }) => ({ ...facts, start })),
});

describe("a parser that keeps its tree", () => {
  test("sees what a fresh one sees", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sources), edits, (source, steps) => {
        const parser = new FileParser("a.ts");
        let text = source;
        parser.parse(text);
        for (const { at, cut, typed } of steps) {
          const from = Math.floor(at * text.length);
          text = text.slice(0, from) + typed + text.slice(from + cut);
          expect(seen(parser.parse(text))).toEqual(seen(parse(text, "a.ts")));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("sees it when it is told of several edits before it looks", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sources), edits, (source, steps) => {
        const parser = new FileParser("a.ts");
        let text = source;
        parser.parse(text);
        for (const { at, cut, typed } of steps) {
          const from = Math.floor(at * text.length);
          const to = Math.min(from + cut, text.length);
          parser.changed({ start: from, length: to - from, newLength: typed.length });
          text = text.slice(0, from) + typed + text.slice(to);
        }
        expect(seen(parser.parse(text))).toEqual(seen(parse(text, "a.ts")));
      }),
      { numRuns: 60 },
    );
  });

  test("starts afresh when asked", () => {
    const parser = new FileParser("a.ts");
    parser.parse("const a = 1;");
    parser.reset();
    expect(seen(parser.parse("const b = 2;"))).toEqual(seen(parse("const b = 2;", "a.ts")));
  });

  test("follows script blocks that come and go", () => {
    const parser = new FileParser("a.vue");
    expect(parser.parse("<p>const a = 1;</p>").body).toEqual([]);
    expect(parser.parse("<script>const a = 1;</script>").body).toHaveLength(1);
  });
});
