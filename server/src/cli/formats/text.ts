/** Findings as a person reads them: the line, the place in it, where the shape came from. */
import { t, translated } from "../../texts/index.ts";
import type { CheckedFile, CheckedFinding, Range } from "../checking/checked-file.ts";
import type { Colours } from "../terminal/output.ts";
import { printable } from "../terminal/printable.ts";
import { excerpt } from "./excerpt.ts";
import { type Format, shownFindings } from "./report.ts";

export const textReport: Format = ({ files, colours, columns }) => {
  const blocks = files.flatMap((file) =>
    shownFindings(file).map((finding) => block(file, finding, columns, colours)),
  );
  const notes = files.flatMap(({ path, unparsed }) =>
    unparsed
      ? [
          `${colours.yellow(t("note"))}: ${t("{0} does not parse: {1} The file was read as far as possible.", place(path, unparsed.range), unparsed.message)}\n`,
        ]
      : [],
  );
  return [...blocks, ...notes, closing(files, colours)].join("\n");
};

function block({ path }: CheckedFile, finding: CheckedFinding, columns: number, colours: Colours): string {
  const { code, severity, message, range, line, related, fixes } = finding;
  const [headline, ...story] = said(message).split("\n");
  const paint = severity === "error" ? colours.red : severity === "warning" ? colours.yellow : colours.blue;
  const lines = [
    `${colours.bold(`${paint(`${severity}[${code}]`)}: ${headline}`)}`,
    ...excerpt(place(path, range), range, line, columns, paint, colours),
  ];
  for (const { message, path, range } of related)
    lines.push(`   ${colours.blue("=")} ${said(message).trim()} (${place(path, range)})`);
  if (related.length === 0) lines.push(...story.map((text) => `   ${colours.blue("=")} ${text.trim()}`));
  for (const { kind, message, path, range } of finding.certainty ?? [])
    lines.push(`   ${colours.dim(`${kind.padEnd(8)} ${said(message)} (${place(path, range)})`)}`);
  for (const { title } of fixes.slice(0, 2)) lines.push(`   ${colours.cyan(t("help"))}: ${said(title)}`);
  return `${lines.join("\n")}\n`;
}

/** In the person's language, as a terminal may show it: names and messages come from the source. */
const said = (text: string): string => printable(translated(text));

const place = (path: string, { start }: Range): string =>
  `${printable(path)}:${start.line + 1}:${start.character + 1}`;

function closing(files: readonly CheckedFile[], { red, yellow, green, dim }: Colours): string {
  const findings = files.flatMap(shownFindings);
  const severity = (name: string): number => findings.filter((finding) => finding.severity === name).length;
  const sum = (count: (file: CheckedFile) => number): number =>
    files.reduce((total, file) => total + count(file), 0);
  const read = [
    filesOf(files.length),
    modelsOf(sum(({ models }) => models)),
    shapesOf(sum(({ uses }) => uses)),
  ];
  const [errors, warnings] = [severity("error"), severity("warning")];
  const unparsed = files.filter((file) => file.unparsed).length;
  const paint = errors > 0 ? red : warnings > 0 ? yellow : green;
  const found = [errorsOf(errors), warningsOf(warnings)].join(", ");
  const rest = unparsed > 0 ? `, ${t("{0} did not parse", filesOf(unparsed))}` : "";
  const more =
    findings.length > 0 ? dim(`${t("`convlens explain {0}` tells more.", findings[0]!.code)}\n`) : "";
  return `${read.join(", ")}: ${paint(found)}${rest}\n${more}`;
}

const filesOf = (n: number): string => (n === 1 ? t("1 file") : t("{0} files", n));
const modelsOf = (n: number): string => (n === 1 ? t("1 model") : t("{0} models", n));
const shapesOf = (n: number): string => (n === 1 ? t("1 shape") : t("{0} shapes", n));
const errorsOf = (n: number): string => (n === 1 ? t("1 error") : t("{0} errors", n));
const warningsOf = (n: number): string => (n === 1 ? t("1 warning") : t("{0} warnings", n));
