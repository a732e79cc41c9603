/**
 * Reads a shape as people write it: sizes between brackets, `?` for one that is unknown, `...` for any further ones.
 *
 *   parseShape("[N, 3, 32*h, ...]")   // { dims: [N, 3, 32*h], rest: 3 }
 *   parseShape("[N, 3*]")             // { error: "a size is missing", at: 6, length: 2 }
 */
import { type Dim, open, symbol } from "./expr.ts";
import { isParseError, parse } from "./parse.ts";

export interface ParsedShape {
  readonly dims: readonly Dim[];
  /** Where `...` stands: so many sizes are in front of it. Absent: these are all. */
  readonly rest?: number;
}
export interface ShapeError {
  readonly error: string;
  readonly at: number; // offset into the text
  readonly length: number;
}
export const isShapeError = (result: ParsedShape | ShapeError): result is ShapeError => "error" in result;

export function parseShape(text: string): ParsedShape | ShapeError {
  if (!text.startsWith("[")) return { error: '"[" is missing', at: 0, length: text.length };
  if (!text.endsWith("]")) return { error: '"]" is missing', at: 0, length: text.length };
  const inside = text.slice(1, -1);
  const dims: Dim[] = [];
  let rest: number | undefined;
  let offset = 1;
  for (const part of inside.trim() === "" ? [] : splitTop(inside)) {
    const word = part.trim();
    const start = offset + part.indexOf(word || " ");
    offset += part.length + 1;
    if (word === "...") rest ??= dims.length;
    else {
      const dim = sizeOf(word);
      if (isParseError(dim)) {
        const at = start + Math.min(dim.at, Math.max(word.length - 1, 0));
        return { error: dim.error, at, length: start + Math.max(word.length, 1) - at };
      }
      dims.push(dim);
    }
  }
  return { dims, ...(rest !== undefined && { rest }) };
}

/** One size; names may stand in quotes, as in a type, and `null` is the size that TensorFlow.js itself leaves open. */
function sizeOf(word: string): ReturnType<typeof parse> {
  if (word === "null") return open;
  const quoted = /^["'](.*)["']$/.exec(word)?.[1];
  return quoted !== undefined && /^[A-Za-z_]\w*$/.test(quoted) ? symbol(quoted) : parse(quoted ?? word);
}

/** Parts between commas outside of parentheses. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")") depth--;
    else if (text[i] === "," && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}
