/**
 * Shapes that people write down: `@shape x [N, 3, H, W]` in a comment before a function, `// @shape [N, 3]` before a
 * declaration, `@let filters 32`, and the type `Tensor<["N", 3, "H", "W"]>`.
 */
import { type Dim, isParseError, open, parse, type Shape, symbol } from "@convlens/engine/specs";
import type { Comment, Node } from "../syntax/ir.ts";

export interface ShapeNote {
  readonly name?: string; // of the parameter; absent: the declaration itself
  readonly shape: Shape;
  readonly start: number; // the whole note
  readonly end: number;
  /** It opens its line; `@shape` in the middle of a sentence may be said of annotations in general. */
  readonly leads?: boolean;
  readonly error?: { readonly message: string; readonly start: number; readonly end: number };
}
/** All notes of a file, by the comment that holds them. */
export interface ShapeNotes {
  /** Notes in the comments directly before (or on the line of) a node. */
  before(node: Node): readonly ShapeNote[];
  readonly all: readonly ShapeNote[];
  readonly lets: ReadonlyMap<string, Dim>;
}

const SHAPE = /@shape[ \t]+(?:([A-Za-z_$][\w$]*)[ \t]*:?[ \t]*)?(\[[^\]\n]*\]?)/g;
const LET = /@let[ \t]+([A-Za-z_$][\w$]*)[ \t]*=?[ \t]*([^\n*]+)/g;

export function notesOf(text: string, comments: readonly Comment[]): ShapeNotes {
  const byEnd: { comment: Comment; notes: ShapeNote[] }[] = [];
  const lets = new Map<string, Dim>();
  for (const comment of comments) {
    const notes = [...comment.text.matchAll(SHAPE)].map((match) => noteOf(comment, match));
    if (notes.length) byEnd.push({ comment, notes });
    for (const match of comment.text.matchAll(LET)) {
      const dim = parse(match[2]!.trim());
      if (!isParseError(dim)) lets.set(match[1]!, dim);
    }
  }
  const blank = (from: number, to: number): boolean =>
    /^[\s;,]*((export|default|async|static|public|private|protected|readonly|override|const|let|var)\s+)*([\w$]+\s*(:[^=;]*)?=\s*(async\s+)?)?$/.test(
      text.slice(from, to).replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ""),
    );
  return {
    all: byEnd.flatMap(({ notes }) => notes),
    lets,
    before: (node) =>
      byEnd
        .filter(
          ({ comment }) =>
            comment.end <= node.start && node.start - comment.end < 400 && blank(comment.end, node.start),
        )
        .flatMap(({ notes }) => notes),
  };
}

function noteOf(comment: Comment, match: RegExpMatchArray): ShapeNote {
  const start = comment.start + 2 + match.index!;
  const end = start + match[0].length;
  const list = match[2]!;
  const listStart = end - list.length;
  const parsed = parseShape(list, listStart);
  const leads = /(^|\n)[\s*]*$/.test(comment.text.slice(0, match.index));
  return { ...(match[1] && { name: match[1] }), start, end, leads, ...parsed };
}

/** `[N, 3, 32*h, ?]`; `...` stands for any further axes and leaves the rank open. */
export function parseShape(list: string, at = 0): Pick<ShapeNote, "shape" | "error"> {
  if (!list.endsWith("]"))
    return { shape: null, error: { message: '"]" is missing', start: at, end: at + list.length } };
  const inside = list.slice(1, -1);
  if (inside.trim() === "") return { shape: [] };
  const dims: Dim[] = [];
  let offset = at + 1;
  let anyRank = false;
  for (const part of splitTop(inside)) {
    const text = part.trim();
    const start = offset + part.indexOf(text || " ");
    offset += part.length + 1;
    if (text === "...") {
      anyRank = true;
      continue;
    }
    if (text === "null") {
      dims.push(open);
      continue;
    }
    const quoted = /^["'](.*)["']$/.exec(text)?.[1];
    const dim =
      quoted !== undefined && /^[A-Za-z_]\w*$/.test(quoted) ? symbol(quoted) : parse(quoted ?? text);
    if (isParseError(dim))
      return {
        shape: null,
        error: {
          message: dim.error,
          start: start + Math.min(dim.at, Math.max(text.length - 1, 0)),
          end: start + Math.max(text.length, 1),
        },
      };
    dims.push(dim);
  }
  return { shape: anyRank ? null : dims };
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
