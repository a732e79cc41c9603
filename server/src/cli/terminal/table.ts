/** Rows as aligned columns under a head, as wide as they are on a terminal. */
import stringWidth from "string-width";
import { translated } from "../../texts/index.ts";
import { printable } from "./printable.ts";

/** The head in the person's language. */
export function tableText(titles: readonly string[], given: readonly (readonly string[])[]): string {
  const head = titles.map(translated);
  const rows = given.map((row) => row.map(printable));
  const widths = head.map((title, i) =>
    Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[i]!))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell + " ".repeat(widths[i]! - stringWidth(cell)))
      .join("  ")
      .trimEnd();
  const rule = "=".repeat(widths.reduce((a, b) => a + b + 2, -2));
  return `${[rule, line(head), rule, ...rows.map(line), rule].join("\n")}\n`;
}
