/**
 * Whether a file can meet a tensor at all: it, or a file that it imports, names a library that is understood, or writes
 * down a shape. Most files of a project never do, and are not interpreted.
 */
import { answersFor, type Dialect } from "../facts/dialect.ts";
import type { Context } from "../interpret/machine/run.ts";

/** Specifiers after `from`, `import` and `require`, wherever they stand: one too many does no harm. */
const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;

interface Links {
  readonly text: string;
  readonly specifiers: readonly string[];
  readonly speaksOfTensors: boolean;
}
/** By file: texts seldom change, and one file is looked at for every other that imports it. */
const known = new Map<string, Links>();

export function isRelevant(file: string, context: Context): boolean {
  const seen = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const text = context.text(next);
    if (text === undefined) continue;
    const { specifiers, speaksOfTensors } = linksOf(next, text, context.dialects);
    if (speaksOfTensors) return true;
    for (const specifier of specifiers) {
      const target = context.resolve(specifier, next);
      if (target !== undefined) open.push(target);
    }
  }
  return false;
}

function linksOf(file: string, text: string, dialects: readonly Dialect[]): Links {
  const before = known.get(file);
  if (before?.text === text) return before;
  const specifiers = [...new Set([...text.matchAll(SPECIFIER)].map(([, specifier]) => specifier!))];
  const links = {
    text,
    specifiers,
    speaksOfTensors:
      /@shape\b|\bTensor</.test(text) ||
      dialects.some(
        (dialect) =>
          specifiers.some((specifier) => answersFor(dialect, specifier)) ||
          dialect.globals?.some((name) => new RegExp(`\\b${name}\\b`).test(text)),
      ),
  };
  known.set(file, links);
  return links;
}
