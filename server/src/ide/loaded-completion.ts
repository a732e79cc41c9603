/**
 * Names of a loaded model where they are typed: inputs in the object of feeds, outputs behind a result's dot or in the
 * pattern that takes it apart.
 *
 *   session.run({ ima| })          const { out| } = await session.run(…)          results.|
 */
import type { Analysis } from "../facts/analysis.ts";
import type { Application } from "../facts/values.ts";
import type { ModelValue } from "../model-files/index.ts";
import type { Completion } from "./completion.ts";

export function loadedCompletions(analysis: Analysis, offset: number, text: string): Completion[] {
  const runs = analysis.applications.filter(({ run }) => run);
  if (runs.length === 0) return [];
  const inside = runs.find(({ span }) => span.start < offset && offset < span.end);
  if (inside) return feedNames(inside, offset, text);
  return outputNames(runs, offset, text);
}

function feedNames({ span, run }: Application, offset: number, text: string): Completion[] {
  const open = text.lastIndexOf("{", offset - 1);
  if (open < span.start || /[})]/.test(text.slice(open, offset))) return [];
  const before = text.slice(open + 1, offset);
  // behind a colon stands a value, not a name
  if (/:\s*[^,]*$/.test(before)) return [];
  const behind = /^[^}]*/.exec(text.slice(offset))?.[0] ?? "";
  const given = new Set(
    [...`${before},${behind}`.matchAll(/["']?([\w$.-]+)["']?\s*(?=[:,}]|$)/g)].map(([, name]) => name),
  );
  const typing = /([\w$]*)$/.exec(before)?.[1];
  return run!.model.file.inputs
    .filter(({ name, required }) => required && (!given.has(name) || name === typing))
    .map((input) => completion(input, run!.model.shown));
}

function outputNames(runs: readonly Application[], offset: number, text: string): Completion[] {
  const before = text.slice(Math.max(0, offset - 400), offset);
  const member = /([\w$]+)\s*(?:\?\.|\.|\[\s*["'])\s*[\w$]*$/.exec(before)?.[1];
  if (member !== undefined) {
    const use = runs.findLast(({ span }) => span.start < offset && nameOf(span.start, text) === member);
    return use ? use.run!.model.file.outputs.map((output) => completion(output, use.run!.model.shown)) : [];
  }
  if (!/(?:const|let|var)\s*\{[^}]*$/.test(before)) return [];
  const [pattern] = /^[^}]*\}\s*(?::[^=]+)?=\s*(?:await\s+)?/.exec(text.slice(offset)) ?? [];
  const use =
    pattern === undefined ? undefined : runs.find(({ span }) => span.start === offset + pattern.length);
  return use ? use.run!.model.file.outputs.map((output) => completion(output, use.run!.model.shown)) : [];
}

/** `results` in `const results = await session.run(…)` */
const nameOf = (start: number, text: string): string | undefined =>
  /([\w$]+)\s*(?::[^=;\n]+)?=\s*(?:await\s+)?$/.exec(text.slice(Math.max(0, start - 200), start))?.[1];

function completion(value: ModelValue, shown: string): Completion {
  const { name, type, dims } = value;
  const plain = /^[A-Za-z_$][\w$]*$/.test(name);
  return {
    name,
    detail: `${type ?? ""}${dims ? `[${dims.map((dim) => dim ?? "?").join(", ")}]` : ""}`,
    documentation: shown,
    insertText: plain ? name : JSON.stringify(name),
  };
}
