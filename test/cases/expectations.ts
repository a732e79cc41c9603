/**
 * Expectations in comments of a source:
 *
 *   const y = conv.forward(randn([1, 3, 8, 8])); //? [1, 16, 6, 6]
 *   conv.forward(y);
 *   // ^^^^^^^^^^^^ error: conv-in-channels
 *
 * `//?` tells the shapes of the tensors on its line, carets mark a finding on the line above.
 */
import { prettyShape, type Shape } from "@convlens/engine/specs";
import type { Analysis } from "@convlens/server";

const CARETS = /^\s*\/\/\s*\^+ \w+: [\w-]+$/;
const SHAPES = /\/\/\?.*$/;

/** The source with its expectations replaced by what its analysis says. */
export function withExpectations(body: string, analysis: Analysis): string {
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
