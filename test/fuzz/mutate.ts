/**
 * Sources as nobody would write them: a mutation knows words, numbers and strings, so that most results still parse and
 * reach the interpreter, and the rest looks like what stands in an editor while somebody types.
 *
 *   mutated("new nn.Conv2d(3, 8, 3)", random, others)   // "new nn.Conv2d(3, 1e9, 3)"
 */
import { readdirSync, readFileSync } from "node:fs";
import type { Random } from "./fuzz.ts";

const folder = (name: string): URL => new URL(`../../${name}/`, import.meta.url);

/** The examples of the rules' pages, other examples and fixtures; small ones first. */
export function bases(): readonly string[] {
  const pages = readdirSync(folder("docs/rules"))
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) => [
      ...readFileSync(new URL(name, folder("docs/rules")), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm),
    ]);
  const sources = ["examples", "examples/broken", "test/fixtures/language", "test/fixtures/models"].flatMap(
    (name) =>
      readdirSync(folder(name))
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => readFileSync(new URL(file, folder(name)), "utf8")),
  );
  return [...pages.map(([, code]) => code!), ...sources].sort((a, b) => a.length - b.length);
}

const NUMBERS = [
  "0",
  "-1",
  "1",
  "2",
  "1.5",
  "1e9",
  "1e309",
  "NaN",
  "2147483648",
  "4294967297",
  "-0",
  "7n",
  "9007199254740993",
];
const VALUES = [
  "undefined",
  "null",
  "[]",
  "{}",
  "[3, 3]",
  "[1, , 2]",
  '"same"',
  "true",
  "() => 3",
  "Array(1e9)",
  "new Map()",
  "this",
  "x",
  "...xs",
];
/** Names that every object has: no table may take them for its own. */
const INHERITED = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
const WRAPS: readonly (readonly [string, string])[] = [
  ["if (big) { ", " }"],
  ["for (let q = 0; q < 1e6; q++) { ", " }"],
  ["for (const q of list) { ", " }"],
  ["while (true) { ", " }"],
  ["try { ", " } catch (e) { }"],
  ["setTimeout(() => { ", " });"],
  ["function f(v) { ", " } f(f);"],
  ["async () => { await ", " };"],
  ["class Q { static q = () => { ", " } }"],
];
const TYPED = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "`",
  "${",
  "/*",
  "*/",
  "//",
  ",",
  ";",
  ":",
  "=>",
  ".",
  "?.",
  "=",
  "\n",
  "// @shape [N, 3]\n",
  "// @let n 4\n",
  "/** @shape x [?, ...] */",
  "\u2028",
  "\0",
  "😀",
  "<T,>",
  "@dec ",
];

const TOKEN =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_$][\w$]*|\d[\w.]*|=>|\.\.\.|[^\s\w]/g;

/** One change. `others`: texts that a stretch may come from. */
export function mutated(text: string, random: Random, others: readonly string[]): string {
  const tokens = text.match(TOKEN) ?? [];
  const words = tokens.flatMap((token, i) => (/^\s/.test(token) ? [] : [i]));
  if (words.length === 0) return random.pick(TYPED);
  const at = random.pick(words);
  const replace = (by: string): string => tokens.toSpliced(at, 1, by).join("");
  const token = tokens[at]!;
  switch (random.below(12)) {
    case 0:
      return replace("");
    case 1:
      return replace(`${token} ${token}`);
    case 2:
      return replace(
        /^[A-Za-z]/.test(token) && random.chance(0.3) ? random.pick(INHERITED) : random.pick(tokens),
      );
    case 3:
      return tokens.toSpliced(at, 0, random.pick(TYPED)).join("");
    case 4: {
      const lines = text.split("\n");
      const line = random.below(lines.length);
      return lines.toSpliced(line, 1 + random.below(3)).join("\n");
    }
    case 5: {
      const lines = text.split("\n");
      return lines
        .toSpliced(random.below(lines.length), 0, random.pick(random.pick(others).split("\n")))
        .join("\n");
    }
    case 6: {
      const lines = text.split("\n");
      const line = random.below(lines.length);
      const [before, after] = random.pick(WRAPS);
      return lines.toSpliced(line, 1, `${before}${lines[line]}${after}`).join("\n");
    }
    case 7:
      return text.slice(0, random.below(text.length));
    case 8: {
      const strings = words.filter((i) => /^["']/.test(tokens[i]!));
      if (strings.length === 0) return replace('"x"');
      return tokens
        .toSpliced(
          random.pick(strings),
          1,
          random.pick(['""', '"[a](b)"', '"valid"', '"0"', '"__proto__"', '"constructor"', '"\\u0000"']),
        )
        .join("");
    }
    default: {
      const numbers = words.filter((i) => /^\d/.test(tokens[i]!));
      if (numbers.length === 0) return replace(random.pick(VALUES));
      return tokens
        .toSpliced(random.pick(numbers), 1, random.pick(random.chance(0.7) ? NUMBERS : VALUES))
        .join("");
    }
  }
}
