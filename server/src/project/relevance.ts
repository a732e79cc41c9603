/**
 * Whether a file can meet a tensor at all: it, or a file that it imports, names a library that is understood, or writes
 * down a shape. Most files of a project never do, and are not interpreted.
 */
import { answersFor, type Dialect } from "../facts/dialect.ts";
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
      /@(shape|model|inputs)\b|\bTensor</.test(text) ||
      dialects.some(
        (dialect) =>
          specifiers.some((specifier) => answersFor(dialect, specifier)) ||
          dialect.globals?.some((name) => new RegExp(`\\b${name}\\b`).test(text)),
      ),
  };
}
