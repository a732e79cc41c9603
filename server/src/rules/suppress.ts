/** Comments that silence findings: `convlens-disable-next-line code`, `convlens-disable code`, and @ts-expect-error. */
import type { Finding } from "../facts/analysis.ts";
import type { Comment } from "../facts/program.ts";
import { SourceText } from "../facts/source-text.ts";

const DIRECTIVE = /^[\s*]*convlens-(disable-next-line|disable-line|disable)\b([^\n]*)/;
const EXPECTED = /^[\s*]*@ts-(expect-error|ignore)\b/;

interface Directive {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly from: number; // lines it covers, inclusive
  readonly to: number;
  readonly codes: readonly string[]; // none: all
  readonly own: boolean; // ours, not TypeScript's
  used: boolean;
}

/** The findings that no comment silences, and one for each comment of ours that silences nothing. */
export function silence(
  findings: readonly Finding[],
  {
    file,
    comments,
    text,
  }: { readonly file: string; readonly comments: readonly Comment[]; readonly text: string },
): Finding[] {
  const source = new SourceText(text);
  const lineOf = (offset: number): number => source.positionAt(offset).line;
  const directives = comments.flatMap((comment): Directive[] => {
    const own = DIRECTIVE.exec(comment.text);
    if (!own && !EXPECTED.test(comment.text)) return []; // lines are counted only where they matter
    const line = lineOf(comment.start);
    const base = { start: comment.start, end: comment.end, line, used: false };
    if (own) {
      const codes = own[2]!
        .split(/--|:/)[0]!
        .split(/[\s,]+/)
        .filter((code) => /^[a-z][\w-]*$/.test(code));
      const next = lineOf(comment.end) + 1;
      const [from, to] =
        own[1] === "disable"
          ? [0, Number.POSITIVE_INFINITY]
          : own[1] === "disable-line"
            ? [line, line]
            : [next, next];
      return [{ ...base, from, to, codes, own: true }];
    }
    return [{ ...base, from: line + 1, to: line + 1, codes: [], own: false }];
  });
  if (directives.length === 0) return [...findings];
  const kept = findings.filter((finding) => {
    const [first, last] = [lineOf(finding.span.start), lineOf(finding.span.end)];
    const opening = finding.whole?.file === file ? lineOf(finding.whole.start) : first;
    const by = directives.filter(
      (d) =>
        ((d.from <= last && first <= d.to) || (d.from <= opening && opening <= d.to)) &&
        (d.codes.length === 0 || d.codes.includes(finding.code)),
    );
    for (const directive of by) directive.used = true;
    return by.length === 0;
  });
  const idle = directives.filter((directive) => directive.own && !directive.used);
  return [
    ...kept,
    ...idle.map(
      ({ start, end, codes }): Finding => ({
        code: "unused-disable",
        severity: "warning",
        message: `This comment silences nothing${codes.length ? `: there is no ${codes.join(", ")} here` : ""}.`,
        span: { file, start, end },
        related: [],
        fixes: [{ title: "Remove the comment", edits: [{ span: { file, start, end }, newText: "" }] }],
        certainty: [
          { kind: "written", message: "nothing is found where it stands", span: { file, start, end } },
        ],
      }),
    ),
  ];
}
