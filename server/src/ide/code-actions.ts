/** What the light bulb offers: checked fixes, one edit for all of them, a comment that silences, an annotation. */
import type { Finding, Fix } from "../facts/analysis.ts";
import type { Project } from "../project/project.ts";
import { checkedFixes, findingsAfter } from "./fix-check.ts";
import { refactorings } from "./refactorings.ts";

export interface CodeAction extends Fix {
  readonly kind: "quickfix" | "source.fixAll" | "refactor.rewrite";
  readonly finding?: Finding;
}

/** Actions for the findings that overlap a stretch of the file. */
export function codeActions(project: Project, file: string, from: number, to: number): CodeAction[] {
  const findings = project.analyze(file).findings.filter(({ span }) => span.start <= to && from <= span.end);
  const source = project.source(file);
  return [
    ...findings.flatMap((finding) => [
      ...checkedFixes(project, file, finding).map(
        (fix): CodeAction => ({ ...fix, kind: "quickfix", finding }),
      ),
      silencing(project, file, finding),
    ]),
    ...(source ? refactorings(project.analyze(file), source, from) : []),
  ];
}

/**
 * The preferred fixes of a file as one edit, each taken only if it still helps beside those before it. Findings whose code
 * is not `wanted` are let be.
 */
export function fixAll(
  project: Project,
  file: string,
  wanted: (code: string) => boolean = () => true,
): CodeAction[] {
  const { findings } = project.analyze(file);
  let edits: Fix["edits"] = [];
  let left = findings.length;
  for (const finding of findings) {
    if (!wanted(finding.code)) continue;
    const [fix] = checkedFixes(project, file, finding);
    if (!fix || fix.edits.some((edit) => edits.some((other) => overlaps(edit, other)))) continue;
    const together = [...edits, ...fix.edits];
    const remaining = findingsAfter(project, file, together)?.length ?? left;
    if (remaining >= left) continue;
    edits = together;
    left = remaining;
  }
  return edits.length > 0 ? [{ title: "Fix all shape errors", kind: "source.fixAll", edits }] : [];
}

const overlaps = (a: Fix["edits"][number], b: Fix["edits"][number]): boolean =>
  a.span.file === b.span.file && a.span.start <= b.span.end && b.span.start <= a.span.end;

function silencing(project: Project, file: string, finding: Finding): CodeAction {
  const source = project.source(file)!;
  const { line } = source.positionAt(finding.span.start);
  const start = source.offsetAt({ line, character: 0 });
  const indent = /^[ \t]*/.exec(source.lineText(line))![0];
  return {
    title: `Silence ${finding.code} on this line`,
    kind: "quickfix",
    finding,
    edits: [
      {
        span: { file, start, end: start },
        newText: `${indent}// convlens-disable-next-line ${finding.code}\n`,
      },
    ],
  };
}
