/**
 * Whether a file can meet a tensor at all: it, or a file that it imports, names a library that is understood, or writes
 * down a shape. Most files of a project never do, and are not interpreted.
 */
import { answersFor, type Dialect, soundsLike } from "../facts/dialect.ts";
import type { Context } from "../interpret/index.ts";
import { specifiersOf } from "../syntax/specifiers.ts";

interface Links {
  readonly text: string;
  readonly dialects: readonly Dialect[];
  readonly specifiers: readonly string[];
  readonly speaksOfTensors: boolean;
}

export class Relevance {
  /** By file: texts seldom change, and one file is looked at for every other that imports it. */
  private readonly known = new Map<string, Links>();

  of(file: string, context: Pick<Context, "text" | "resolve" | "dialects">): boolean {
    const seen = new Set<string>();
    const open = [file];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const text = context.text(next);
      if (text === undefined) continue;
      const { specifiers, speaksOfTensors } = this.linksOf(next, text, context.dialects);
      if (speaksOfTensors) return true;
      for (const specifier of specifiers) {
        const target = context.resolve(specifier, next);
        if (target !== undefined) open.push(target);
      }
    }
    return false;
  }

  private linksOf(file: string, text: string, dialects: readonly Dialect[]): Links {
    const before = this.known.get(file);
    if (before?.text === text && before.dialects === dialects) return before;
    const links = { text, dialects, ...linksIn(text, dialects) };
    this.known.set(file, links);
    return links;
  }
}

/** What a text names, as far as that can be told without parsing it. */
export function linksIn(text: string, dialects: readonly Dialect[]): Omit<Links, "text" | "dialects"> {
  const specifiers = specifiersOf(text);
  return {
    specifiers,
    speaksOfTensors:
      /@(shape|model|inputs)\b/.test(text) ||
      (/\bTensor</.test(text) && !DECLARES_TENSOR.test(text) && importing("Tensor", text) === undefined) ||
      dialects.some(
        (dialect) =>
          specifiers.some((specifier) => answersFor(dialect, specifier)) ||
          dialect.globals?.some((name) => isGlobal(name, dialect, text)),
      ),
  };
}

const DECLARES_TENSOR = /\b(class|interface|type)\s+Tensor\b/;

/** Comments on lines of their own, and texts within a line: documentation and messages speak of everything. */
const WORDS =
  /^[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/.*)|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`$\\\n]|\\.)*`/gm;

/** Whether the name is the library's own: not another module's, unless that sounds like the library. */
function isGlobal(name: string, dialect: Dialect, text: string): boolean {
  const used = new RegExp(`\\b${name}\\b(?=\\s*([.?[\\]),;}]|$))`, "m");
  if (!used.test(text) || !used.test(text.replace(WORDS, ""))) return false;
  const from = importing(name, text);
  return from === undefined || soundsLike(dialect, from);
}

/** The module that an import takes the name from: what it speaks of is seen there. */
const importing = (name: string, text: string): string | undefined =>
  new RegExp(`\\bimport\\s[^;"'\`]*\\b${name}\\b[^;"'\`]*\\bfrom\\s*["']([^"'\\n]+)`).exec(text)?.[1];
