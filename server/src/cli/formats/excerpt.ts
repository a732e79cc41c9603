/** The line of a finding with marks below it: as much of it as a line of the terminal holds, the marks in it. */
import stringWidth from "string-width";
import type { Range } from "../checking/checked-file.ts";
import type { Colours } from "../terminal/output.ts";
import { printable } from "../terminal/printable.ts";

const CUT = "…";

/**
 *     -->  src/net.ts:5:25
 *      |
 *    5 | …onv2 = new nn.Conv2d(32, 64, 3);
 *      |                       ^^
 *
 * `columns`: of the terminal; Infinity where the reader is none.
 */
export function excerpt(
  place: string,
  { start, end }: Range,
  line: string,
  columns: number,
  paint: (text: string) => string,
  { blue }: Colours,
): string[] {
  const text = line.replaceAll("\t", " ");
  const last = end.line === start.line ? end.character : text.length;
  const number = String(start.line + 1);
  const gutter = " ".repeat(number.length);
  const parts = [text.slice(0, start.character), text.slice(start.character, last), text.slice(last)];
  const [before, marked, after] = cut(parts.map(printable), columns - number.length - 5);
  const marks = "^".repeat(Math.max(1, stringWidth(marked!)));
  return [
    `  ${gutter}${blue("-->")} ${place}`,
    `  ${gutter} ${blue("|")}`,
    `  ${blue(`${number} |`)} ${before}${marked}${after}`,
    `  ${gutter} ${blue("|")} ${" ".repeat(stringWidth(before!))}${paint(marks)}`,
  ];
}

/** What is marked stays as long as there is room; of what stands before it a third of the room at most where all is too long. */
function cut([before = "", marked = "", after = ""]: readonly string[], room: number): readonly string[] {
  const least = Math.max(room, 24);
  if (stringWidth(before + marked + after) <= least) return [before, marked, after];
  const behind = Math.min(stringWidth(marked + after), least);
  const left = ending(before, Math.max(least - behind, Math.floor(least / 3)));
  const middle = beginning(marked, least - stringWidth(left));
  return [left, middle, beginning(after, least - stringWidth(left + middle))];
}

const beginning = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && stringWidth(letters.join("")) > width - 1) letters.pop();
  return width > 0 ? letters.join("") + CUT : "";
};
const ending = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && stringWidth(letters.join("")) > width - 1) letters.shift();
  return CUT + letters.join("");
};
