/** Findings as a person reads them: the line, the place in it, where the shape came from. */
import stringWidth from "string-width";
import { translated } from "../../texts/index.ts";
import type { CheckedFile, CheckedFinding, Range } from "../checking/checked-file.ts";
import type { Colours } from "../terminal/output.ts";
import { printable } from "../terminal/printable.ts";
import { type Format, shownFindings } from "./report.ts";

export const textReport: Format = ({ files, colours }) => {
  const blocks = files.flatMap((file) => shownFindings(file).map((finding) => block(file, finding, colours)));
  const notes = files.flatMap(({ path, unparsed }) =>
    unparsed
      ? [
          `${colours.yellow("note")}: ${place(path, unparsed.range)} does not parse: ${unparsed.message} The file was read as far as possible.\n`,
        ]
      : [],
  );
  return [...blocks, ...notes, closing(files, colours)].join("\n");
};

function block({ path }: CheckedFile, finding: CheckedFinding, colours: Colours): string {
  const { code, severity, message, range, line, related, fixes } = finding;
  const [headline, ...story] = said(message).split("\n");
  const paint = severity === "error" ? colours.red : severity === "warning" ? colours.yellow : colours.blue;
  const lines = [
    `${colours.bold(`${paint(`${severity}[${code}]`)}: ${headline}`)}`,
    ...excerpt(path, range, line, paint, colours),
  ];
  for (const { message, path, range } of related)
    lines.push(`   ${colours.blue("=")} ${said(message).trim()} (${place(path, range)})`);
  if (related.length === 0) lines.push(...story.map((text) => `   ${colours.blue("=")} ${text.trim()}`));
  for (const { kind, message, path, range } of finding.certainty ?? [])
    lines.push(`   ${colours.dim(`${kind.padEnd(8)} ${said(message)} (${place(path, range)})`)}`);
  for (const { title } of fixes.slice(0, 2)) lines.push(`   ${colours.cyan("help")}: ${said(title)}`);
  return `${lines.join("\n")}\n`;
}

function excerpt(
  path: string,
  { start, end }: Range,
  line: string,
  paint: (text: string) => string,
  { blue }: Colours,
): string[] {
  const text = line.replaceAll("\t", " ");
  const last = end.line === start.line ? end.character : text.length;
  const number = String(start.line + 1);
  const gutter = " ".repeat(number.length);
  const width = (part: string): number => stringWidth(printable(part));
  const before = " ".repeat(width(text.slice(0, start.character)));
  const marks = "^".repeat(Math.max(1, width(text.slice(start.character, last))));
  return [
    `  ${gutter}${blue("-->")} ${place(path, { start, end })}`,
    `  ${gutter} ${blue("|")}`,
    `  ${blue(`${number} |`)} ${printable(text)}`,
    `  ${gutter} ${blue("|")} ${before}${paint(marks)}`,
  ];
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
    counted(files.length, "file"),
    counted(
      sum(({ models }) => models),
      "model",
    ),
    counted(
      sum(({ uses }) => uses),
      "shape",
    ),
  ];
  const [errors, warnings] = [severity("error"), severity("warning")];
  const unparsed = files.filter((file) => file.unparsed).length;
  const paint = errors > 0 ? red : warnings > 0 ? yellow : green;
  const found = [counted(errors, "error"), counted(warnings, "warning")].join(", ");
  const rest = unparsed > 0 ? `, ${counted(unparsed, "file")} did not parse` : "";
  const more = findings.length > 0 ? dim(`\`convlens explain ${findings[0]!.code}\` tells more.\n`) : "";
  return `${read.join(", ")}: ${paint(found)}${rest}\n${more}`;
}

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;
