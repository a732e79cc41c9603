/**
 * Fixes are tried before they are offered: each must clear its finding and bring no new one. What a finding hides stands
 * all the same, and is not held against its fix.
 */
import type { Finding, Fix } from "../facts/analysis.ts";
import { lazy } from "../facts/lazy.ts";
import type { Span } from "../facts/span.ts";
import type { Subject } from "../facts/values.ts";
import type { Project } from "../project/project.ts";

/** The fixes of a finding that hold what they promise; the first is the preferred one. */
export function checkedFixes(project: Project, file: string, finding: Finding): Fix[] {
  const before = project.analyze(file).findings;
  const hidden = lazy(() => hiddenBy(project, file, finding));
  const good = finding.fixes.filter((fix) => {
    const after = findingsAfter(project, file, fix.edits);
    if (after === undefined || countOf(finding, after) >= countOf(finding, before)) return false;
    const added = after.filter((other) => countOf(other, after) > countOf(other, before));
    return added.every((other) => hidden().some((known) => same(known, other)));
  });
  return good.map((fix, i) => (i === 0 ? { ...fix, preferred: true } : fix));
}

/** What is found where this finding's problem is taken for none. */
const hiddenBy = (project: Project, file: string, finding: Finding): readonly Finding[] =>
  project.overlay(new Map(), (subject) => isOf(subject, finding)).analyze(file).findings;

/** Whether the finding tells this problem: its code, at a place of it. */
const isOf = ({ problem, span, layer, argSpans, inputSpans }: Subject, finding: Finding): boolean =>
  problem.code === finding.code &&
  [span, ...(layer ? [layer.site] : []), ...Object.values(argSpans), ...inputSpans].some((place) =>
    isAt(place, finding.span),
  );
const isAt = (a: Span, b: Span): boolean => a.file === b.file && a.start === b.start && a.end === b.end;

/** What would be found in a file once edits were made, in whatever files; undefined where one is not there. */
export function findingsAfter(
  project: Project,
  file: string,
  edits: Fix["edits"],
): readonly Finding[] | undefined {
  const texts = new Map<string, string>();
  for (const [path, group] of groupByFile(edits)) {
    const text = project.source(path)?.text;
    if (text === undefined) return undefined;
    texts.set(path, applyEdits(text, group));
  }
  return project.overlay(texts).analyze(file).findings;
}

function groupByFile(edits: Fix["edits"]): Map<string, Fix["edits"][number][]> {
  const groups = new Map<string, Fix["edits"][number][]>();
  for (const edit of edits) groups.set(edit.span.file, [...(groups.get(edit.span.file) ?? []), edit]);
  return groups;
}

/** The text with all edits made; they do not overlap. */
export function applyEdits(text: string, edits: Fix["edits"]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce(
      (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
      text,
    );
}

/** Findings move with the edit, so they are told apart by the fact they state; whom they name as the maker may change. */
const countOf = (finding: Finding, among: readonly Finding[]): number =>
  among.filter((other) => same(other, finding)).length;
const same = (a: Finding, b: Finding): boolean => a.code === b.code && factOf(a) === factOf(b);
const factOf = ({ message }: Finding): string => message.split("\n", 1)[0]!;
