/** What the formats of `convlens check` print. */
import type { Analysis } from "../facts/analysis.ts";
import type { SourceText } from "../project/source-text.ts";

export interface Checked {
  readonly path: string; // as shown
  readonly analysis: Analysis;
}
export interface Report {
  readonly files: readonly Checked[];
  source(file: string): SourceText | undefined;
  shown(file: string): string;
}
