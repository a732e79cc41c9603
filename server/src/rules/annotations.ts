/** Findings about what people wrote down themselves: annotations that cannot be read, contradict or reach nothing. */
import { prettyShape } from "@convlens/engine/specs";
import type { Finding } from "../facts/analysis.ts";
import type { Observed } from "../facts/observed.ts";
import { unreachedNotes } from "./unreached-notes.ts";

export function annotationFindings({ file, notes, contradictions }: Observed): Finding[] {
  const unreadable = notes.flatMap(({ note }): Finding[] =>
    note.error
      ? [
          {
            code: "annotation-syntax",
            severity: "error",
            message: `This shape cannot be read: ${note.error.message}. Sizes are numbers, names, arithmetic such as 32*h, ? and ….`,
            span: { file, start: note.error.start, end: note.error.end },
            related: [],
            fixes: [],
            certainty: [
              {
                kind: "written",
                message: note.error.message,
                span: { file, start: note.start, end: note.end },
              },
            ],
          },
        ]
      : [],
  );
  const contradicted = contradictions.map(
    ({ note, wanted, found, at, argument }): Finding => ({
      code: "annotation-contradicted",
      severity: "error",
      message: argument
        ? `The parameter is annotated as ${prettyShape(wanted)}, the argument is ${prettyShape(found)}.`
        : `The annotation says ${prettyShape(wanted)}, the value is ${prettyShape(found)}.`,
      span: argument ? at : note,
      related: argument
        ? [{ message: `annotated as ${prettyShape(wanted)}`, span: note }]
        : [{ message: `the value ${prettyShape(found)}`, span: at }],
      fixes: [],
      certainty: [
        { kind: "computed", message: `the value is ${prettyShape(found)}`, span: at },
        { kind: "declared", message: `annotated as ${prettyShape(wanted)}`, span: note },
      ],
    }),
  );
  return [...unreadable, ...contradicted, ...unreachedNotes(file, notes)];
}
