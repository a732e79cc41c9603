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
