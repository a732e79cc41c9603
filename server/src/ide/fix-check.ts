/** Fixes are tried before they are offered: each must clear its finding and bring no new one. */
import type { Finding, Fix } from "../facts/analysis.ts";
import type { Project } from "../project/project.ts";

/** The fixes of a finding that hold what they promise; the first is the preferred one. */
export function checkedFixes(project: Project, file: string, finding: Finding): Fix[] {
  const before = project.analyze(file).findings;
  const good = finding.fixes.filter((fix) => {
    const after = findingsAfter(project, file, fix.edits);
    return (
      after !== undefined &&
      after.length < before.length &&
      !after.some((other) => isNew(other, before, finding))
    );
  });
  return good.map((fix, i) => (i === 0 ? { ...fix, preferred: true } : fix));
}

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
const isNew = (finding: Finding, before: readonly Finding[], cleared: Finding): boolean =>
  same(finding, cleared) || !before.some((other) => same(finding, other));

const same = (a: Finding, b: Finding): boolean => a.code === b.code && factOf(a) === factOf(b);
const factOf = ({ message }: Finding): string => message.split("\n", 1)[0]!;
