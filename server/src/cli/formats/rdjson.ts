/** Findings for reviewdog, which comments on pull requests: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf */
import type { CheckedFile, CheckedFinding, Range } from "../checking/checked-file.ts";
import { type Format, pageUrl, shownFindings } from "./report.ts";

const severities: Readonly<Record<string, string>> = {
  error: "ERROR",
  warning: "WARNING",
  information: "INFO",
};

export const rdjsonReport: Format = ({ files, pretty }) => {
  const result = {
    source: { name: "ConvLens", url: "https://github.com/convlens/convlens" },
    diagnostics: files.flatMap((file) => shownFindings(file).map((finding) => diagnosticOf(file, finding))),
  };
  return `${JSON.stringify(result, null, pretty ? 2 : undefined)}\n`;
};

function diagnosticOf({ path }: CheckedFile, finding: CheckedFinding): object {
  const { code, severity, message, range, line, related, fixes } = finding;
  /** Where a suggestion stands in the line that is known: others cannot be counted in bytes. */
  const here = (at: string, { start, end }: Range): boolean =>
    at === path && start.line === range.start.line && end.line === range.start.line;
  const edits = fixes[0]?.edits ?? [];
  return {
    message,
    location: { path, range: rangeIn(line, range) },
    severity: severities[severity],
    code: { value: code, url: pageUrl(code) },
    ...(edits.length > 0 &&
      edits.every((edit) => here(edit.path, edit.range)) && {
        suggestions: edits.map(({ range, newText }) => ({ range: rangeIn(line, range), text: newText })),
      }),
    ...(related.length > 0 && {
      relatedLocations: related.map(({ message, path, range }) => ({
        message,
        location: { path, range: { start: { line: range.start.line + 1 } } },
      })),
    }),
  };
}

/** Its columns count bytes, from 1; the end is left out where it is in another line. */
function rangeIn(line: string, { start, end }: Range): object {
  const column = (character: number): number => new TextEncoder().encode(line.slice(0, character)).length + 1;
  return {
    start: { line: start.line + 1, column: column(start.character) },
    ...(end.line === start.line && { end: { line: end.line + 1, column: column(end.character) } }),
  };
}
