/** Findings as a person reads them: the line, the place in it, where the shape came from. */
import type { Analysis, Finding } from "../facts/analysis.ts";
import type { Report } from "./report.ts";

export function textReport(report: Report): string {
  const findings = report.files.flatMap(({ analysis }) =>
    analysis.findings.filter(({ severity }) => severity !== "hint"),
  );
  const blocks = findings.map((finding) => block(finding, report));
  return [...blocks, closing(report, findings)].join("\n");
}

function block(finding: Finding, report: Report): string {
  const [headline, ...story] = finding.message.split("\n");
  const lines = [`${finding.severity}[${finding.code}]: ${headline}`, ...excerpt(finding.span, report)];
  for (const { message, span } of finding.related)
    lines.push(`   = ${message.trim()} (${place(span, report)})`);
  if (finding.related.length === 0) lines.push(...story.map((line) => `   = ${line.trim()}`));
  for (const { title } of finding.fixes.slice(0, 2)) lines.push(`   help: ${title}`);
  return `${lines.join("\n")}\n`;
}

function excerpt(span: Finding["span"], report: Report): string[] {
  const source = report.source(span.file);
  if (!source) return [];
  const start = source.positionAt(span.start);
  const end = source.positionAt(span.end);
  const text = source.lineText(start.line).replaceAll("\t", " ");
  const last = end.line === start.line ? end.character : text.length;
  const number = String(start.line + 1);
  const gutter = " ".repeat(number.length);
  return [
    `  ${gutter}--> ${place(span, report)}`,
    `  ${gutter} |`,
    `  ${number} | ${text}`,
    `  ${gutter} | ${" ".repeat(start.character)}${"^".repeat(Math.max(1, last - start.character))}`,
  ];
}

function place(span: Finding["span"], report: Report): string {
  const at = report.source(span.file)?.positionAt(span.start);
  return at ? `${report.shown(span.file)}:${at.line + 1}:${at.character + 1}` : report.shown(span.file);
}

function closing(report: Report, findings: readonly Finding[]): string {
  const severity = (name: string): number => findings.filter((finding) => finding.severity === name).length;
  const sum = (count: (analysis: Analysis) => number): number =>
    report.files.reduce((total, { analysis }) => total + count(analysis), 0);
  const read = [
    counted(report.files.length, "file"),
    counted(
      sum(({ models }) => models.length),
      "model",
    ),
    counted(
      sum(({ applications }) => applications.length),
      "shape",
    ),
  ];
  const found = [counted(severity("error"), "error"), counted(severity("warning"), "warning")];
  return `${read.join(", ")}: ${found.join(", ")}\n`;
}

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;
