/** Findings about what people wrote down themselves: annotations that cannot be read, contradict or reach nothing. */
import { prettyShape } from "@convlens/engine/specs";
import type { Finding } from "../analysis.ts";
import type { ModuleState, Run } from "../interpret/run.ts";

export function annotationFindings(run: Run, state: ModuleState): Finding[] {
  const { file } = state;
  const unreadable = state.notes.all.flatMap((note): Finding[] =>
    note.error
      ? [
          {
            code: "annotation-syntax",
            severity: "error",
            message: `This shape cannot be read: ${note.error.message}. Sizes are numbers, names, arithmetic such as 32*h, ? and ….`,
            span: { file, start: note.error.start, end: note.error.end },
            related: [],
            fixes: [],
          },
        ]
      : [],
  );
  const contradicted = run.contradictions
    .filter(({ note }) => note.file === file)
    .map(
      ({ note, wanted, found, at }): Finding => ({
        code: "annotation-contradicted",
        severity: "error",
        message: `The annotation says ${prettyShape(wanted)}, the value is ${prettyShape(found)}.`,
        span: note,
        related: [{ message: `the value ${prettyShape(found)}`, span: at }],
        fixes: [],
      }),
    );
  return [...unreadable, ...contradicted];
}
