/** Offsets and positions, in UTF-16, with every kind of line end. */
import { SourceText } from "@convlens/server";
import * as fc from "fast-check";
import { expect, test } from "vitest";

const texts = fc
  .array(fc.constantFrom("a", "\n", "\r\n", "\r", "é", "😀", " "), { maxLength: 40 })
  .map((parts) => parts.join(""));

test("a position leads back to its offset, except between \\r and \\n", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const source = new SourceText(text);
      for (let offset = 0; offset <= text.length; offset++)
        expect(source.offsetAt(source.positionAt(offset))).toBe(offset);
    }),
  );
});

test.each(["utf-8", "utf-32"] as const)("positions count as %s where that is wanted", (encoding) => {
  const units = (text: string): number => (encoding === "utf-8" ? Buffer.byteLength(text) : [...text].length);
  fc.assert(
    fc.property(texts, (text) => {
      const source = new SourceText(text, encoding);
      const plain = new SourceText(text);
      for (let offset = 0; offset <= text.length; offset++) {
        if (/[\udc00-\udfff]/.test(text[offset] ?? "")) continue; // between the halves of a character
        const { line, character } = source.positionAt(offset);
        const start = plain.offsetAt({ line, character: 0 });
        expect(character).toBe(units(text.slice(start, offset)));
        expect(source.offsetAt({ line, character })).toBe(offset);
      }
    }),
  );
});

test("characters beyond 16 bits count twice", () => {
  expect(new SourceText("a\r\n😀b").positionAt(5)).toEqual({ line: 1, character: 2 });
});

test("lines come without their ends", () => {
  const source = new SourceText("one\r\ntwo\rthree\n");
  expect([0, 1, 2, 3, 9].map((line) => source.lineText(line))).toEqual(["one", "two", "three", "", ""]);
});

test("positions past the end are the end", () => {
  const source = new SourceText("one\ntwo");
  expect(source.offsetAt({ line: 0, character: 99 })).toBe(4);
  expect(source.offsetAt({ line: 99, character: 0 })).toBe(7);
  expect(source.positionAt(99)).toEqual({ line: 1, character: 3 });
});

test("an edited text has the lines of its letters", () => {
  const edit = fc.record({ at: fc.nat(60), cut: fc.nat(4), typed: texts });
  fc.assert(
    fc.property(texts, fc.array(edit, { minLength: 1, maxLength: 5 }), (text, steps) => {
      let source = new SourceText(text);
      expect(source.lineCount).toBeGreaterThan(0); // counted, so that edits go on from it
      for (const { at, cut, typed } of steps) {
        const start = Math.min(at, source.text.length);
        source = source.edited(start, Math.min(start + cut, source.text.length), typed);
        const plain = new SourceText(source.text);
        expect(source.lineCount).toBe(plain.lineCount);
        for (let offset = 0; offset <= source.text.length; offset++)
          expect(source.positionAt(offset)).toEqual(plain.positionAt(offset));
      }
    }),
    { numRuns: 400 },
  );
});
