/**
 * Small sources that carry their expectations in comments:
 *
 *   const y = conv.forward(randn([1, 3, 8, 8])); //? [1, 16, 6, 6]
 *   conv.forward(y);
 *   // ^^^^^^^^^^^^ error: conv-in-channels
 *
 * `//?` tells the shapes of the tensors on its line, carets mark a finding on the line above. A fixture may hold several
 * files, each after a line `// @filename: name.ts`. UPDATE_FIXTURES=1 writes what comes out into the fixtures.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { prettyShape, type Shape } from "@convlens/engine/specs";
import type { Analysis } from "@convlens/server";
import { describe, expect, test } from "vitest";
import { memoryProject } from "../memory-project.ts";

const fixtures = new URL("../../fixtures/", import.meta.url);
const CARETS = /^\s*\/\/\s*\^+ \w+: [\w-]+$/;
const SHAPES = /\/\/\?.*$/;

describe.each(["language", "field"])("fixtures of %s", (room) => {
  const folder = new URL(`${room}/`, fixtures);
  for (const name of readdirSync(folder).sort()) {
    test(name.replace(".ts", ""), () => {
      const path = new URL(name, folder);
      const text = readFileSync(path, "utf8");
      const rendered = withExpectations(text);
      if (process.env.UPDATE_FIXTURES) writeFileSync(path, rendered);
      else expect(rendered).toBe(text);
    });
  }
});

/** The fixture with its expectations replaced by what comes out. */
function withExpectations(text: string): string {
  const files = splitFiles(text);
  const project = memoryProject(Object.fromEntries(files.map(({ path, body }) => [path, body])));
  return files.map(({ header, path, body }) => header + render(body, project.analyze(path))).join("");
}

interface File {
  readonly header: string;
  readonly path: string;
  readonly body: string;
}

function splitFiles(text: string): File[] {
  const parts = text.split(/^(\/\/ @filename: (?:.+)\n)/m);
  const files: File[] = [{ header: "", path: "/project/main.ts", body: parts[0]! }];
  for (let i = 1; i < parts.length; i += 2)
    files.push({
      header: parts[i]!,
      path: `/project/${/: (.+)\n/.exec(parts[i]!)![1]}`,
      body: parts[i + 1]!,
    });
  return files.filter(({ body, header }) => header !== "" || body !== "");
}

function render(body: string, analysis: Analysis): string {
  const lines: string[] = [];
  let start = 0;
  for (const line of body.split("\n")) {
    const end = start + line.length;
    if (!CARETS.test(line)) {
      lines.push(line.replace(SHAPES, () => `//? ${shapesBetween(start, end, analysis)}`.trimEnd()));
      for (const { span, severity, code } of analysis.findings) {
        if (severity !== "hint" && span.start >= start && span.start < end)
          lines.push(carets(span.start - start, Math.min(span.end, end) - start, `${severity}: ${code}`));
      }
    }
    start = end + 1;
  }
  return lines.join("\n");
}

/** Carets under columns from..to; a span that starts at the very left keeps the room that the comment needs. */
function carets(from: number, to: number, text: string): string {
  const column = Math.max(from, 3);
  return `${" ".repeat(column - 3)}// ${"^".repeat(Math.max(to - column, 1))} ${text}`;
}

/** The tensors that the line names, or else the one its outermost application gives; one line reached twice tells both. */
function shapesBetween(start: number, end: number, { bindings, applications }: Analysis): string {
  const onLine = ({ span }: { span: { start: number } }): boolean => span.start >= start && span.start < end;
  const named = bindings.filter((binding) => onLine(binding) && binding.role !== "parameter");
  const groups = new Map<string, Set<string>>();
  const add = (name: string, shape: Shape): void =>
    void groups.set(name, (groups.get(name) ?? new Set()).add(prettyShape(shape)));
  for (const { name, tensor } of named) add(name, tensor.shape);
  if (named.length === 0) {
    const inLine = applications.filter((use) => use.span.start >= start && use.span.start < end);
    const outermost = inLine.filter(
      (use) =>
        !inLine.some(
          (other) =>
            other.span.start <= use.span.start &&
            other.span.end >= use.span.end &&
            (other.span.start < use.span.start || other.span.end > use.span.end),
        ),
    );
    for (const { outputs } of outermost) for (const tensor of outputs) add("", tensor.shape);
  }
  const texts = [...groups].map(([name, shapes]) => ({ name, text: [...shapes].join(" or ") }));
  if (texts.length === 0) return "nothing";
  return texts.length === 1 ? texts[0]!.text : texts.map(({ name, text }) => `${name} ${text}`).join(", ");
}
