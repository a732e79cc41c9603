/**
 * Annotations that speak of nothing: before a statement that holds no tensor, or of a parameter that is not there.
 *
 *   /** @shape y [N, 3, 32, 32] *\/
 *   function f(x: Tensor) { … }        // f has no y
 */
import type { Finding } from "../facts/analysis.ts";
import type { NotedShape } from "../facts/observed.ts";

export const unreachedNotes = (file: string, notes: readonly NotedShape[]): Finding[] =>
  notes.flatMap(({ note, reaches }): Finding[] => {
    if (note.error || !note.leads || reaches === "signature") return [];
    if (reaches && (note.name === undefined || reaches.has(note.name))) return [];
    return [
      {
        code: "annotation-unreachable",
        severity: "warning",
        message: reaches
          ? `There is no \`${note.name}\` here for this annotation to speak of${reaches.size ? `, only ${list(reaches)}` : ""}.`
          : "This annotation reaches nothing: it belongs before a function, a method, a class or a declaration.",
        span: { file, start: note.start, end: note.end },
        related: [],
        fixes: [],
        certainty: [
          { kind: "written", message: "the annotation", span: { file, start: note.start, end: note.end } },
        ],
      },
    ];
  });

const RESULT = ["returns", "return"];
const list = (names: ReadonlySet<string>): string =>
  [...names]
    .filter((name) => !RESULT.includes(name))
    .map((name) => `\`${name}\``)
    .join(", ");
