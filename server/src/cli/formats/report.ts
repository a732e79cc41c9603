/** What the formats of `convlens check` print, and what they share. */
import type { CheckedFile, CheckedFinding } from "../checking/checked-file.ts";
import type { Colours } from "../terminal/output.ts";

export interface Report {
  /** In order of their paths. */
  readonly files: readonly CheckedFile[];
  readonly colours: Colours;
  /** Spread over lines for a person who looks. */
  readonly pretty: boolean;
  /** Of the terminal; Infinity where it goes elsewhere. */
  readonly columns: number;
}

export type Format = (report: Report) => string;

/** Where the page of a finding is read. */
export const pageUrl = (code: string): string =>
  `https://github.com/convlens/convlens/blob/main/docs/rules/${code}.md`;

/** All but hints, which editors alone show. */
export const shownFindings = (file: CheckedFile): readonly CheckedFinding[] =>
  file.findings.filter(({ severity }) => severity !== "hint");
