/** What every text must stand, whatever it is: it is analysed and shown, nothing throws, each place lies in the text. */
import assert from "node:assert/strict";
import type { Finding, Project, Span } from "@convlens/server";
import {
  checkedFixes,
  codeLenses,
  definition,
  documentSymbols,
  hover,
  inlayHints,
} from "../../server/src/ide/index.ts";
import type { Random } from "./fuzz.ts";

export const FILE = "/model.ts";

/** What fails tells of which text. */
export function told(text: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    (error as Error).message += `\nin ${JSON.stringify(text)}`;
    throw error;
  }
}

/** Without the candidates of fixes, which are looked at where they are asked for. */
export const plain = ({ fixes: _, ...finding }: Finding): object => finding;

export function look(project: Project, text: string, random: Random): void {
  const analysis = project.analyze(FILE);
  const source = project.source(FILE)!;
  for (const finding of analysis.findings) {
    inside(finding.span, text);
    for (const { span } of finding.related) inside(span, text);
    assert.doesNotMatch(finding.message, /undefined is not|\[object /);
    if (!text.includes("NaN")) assert.doesNotMatch(finding.message, /[[ ]NaN[,\]]/); // else it is quoted
  }
  inlayHints(analysis, source);
  codeLenses(analysis);
  documentSymbols(analysis);
  for (const at of [
    random.below(text.length + 1),
    ...analysis.applications.slice(-3).map(({ calleeSpan }) => calleeSpan.start),
  ]) {
    hover(analysis, at);
    definition(analysis, at);
  }
  for (const { failure } of analysis.gaps) if (failure !== undefined) throw new Error(failure);
  const finding = random.chance(0.1) ? analysis.findings[0] : undefined;
  if (finding) checkedFixes(project, FILE, finding);
}

function inside({ file, start, end }: Span, text: string): void {
  if (file !== FILE) return;
  assert(0 <= start && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
}
