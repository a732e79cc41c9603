/** Words that were nearly right: an option's name, one of the values that it may have. */
import type { Fix } from "../../facts/analysis.ts";
import { distance } from "../../facts/nearest.ts";
import type { Subject } from "../../facts/values.ts";
import type { Read } from "./edit.ts";

/** The value among an option's choices that is closest to what stands there, then the others. */
export function wordFixes({ problem, spec, argSpans, args }: Subject): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const { arg } = problem.at;
  const choices = spec.params.find(({ name }) => name === arg)?.choices ?? [];
  const given = args[arg];
  const span = argSpans[arg];
  if (!span || typeof given !== "string") return [];
  return nearest(given, choices)
    .slice(0, 3)
    .map((choice) => ({
      title: `Set ${arg} to "${choice}"`,
      edits: [{ span, newText: JSON.stringify(choice) }],
    }));
}

/** An option that the layer does not have, under the name of one that it has. */
export function optionNameFixes({ problem, spec, argSpans }: Subject, read: Read): Fix[] {
  if (problem.at === "call" || !("arg" in problem.at)) return [];
  const { arg } = problem.at;
  const span = argSpans[arg];
  if (!span || read(span) !== arg) return [];
  const shorthand = !/^\s*:/.test(read({ ...span, start: span.end, end: span.end + 8 }) ?? ":");
  const names = spec.params.map(({ name }) => name).filter((name) => argSpans[name] === undefined);
  return nearest(arg, names)
    .filter((name) => distance(arg, name) <= Math.max(2, arg.length / 2))
    .slice(0, 2)
    .map((name) => ({
      title: `Use the option ${name}`,
      edits: [{ span, newText: shorthand ? `${name}: ${arg}` : name }],
    }));
}

export const nearest = (word: string, words: readonly string[]): string[] =>
  [...words].sort((a, b) => distance(word, a) - distance(word, b));
