/**
 * Shapes that people write down: `@shape x [N, 3, H, W]` in a comment before a function, `// @shape [N, 3]` before a
 * declaration, `@let filters 32`, and the type `Tensor<["N", 3, "H", "W"]>`.
 */
import {
  type Dim,
  isParseError,
  isShapeError,
  parse,
  parseShape as readShape,
  type Shape,
} from "@convlens/engine/specs";
import type { Comment, Node } from "./program.ts";

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

/** `beginsDeclaration`: whether a comment speaks of what stands behind such a text. */
export function notesOf(
  text: string,
  comments: readonly Comment[],
  beginsDeclaration: (between: string) => boolean,
): ShapeNotes {
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
  return {
    all: byEnd.flatMap(({ notes }) => notes),
    lets,
    before: (node) =>
      byEnd
        .filter(
          ({ comment }) =>
            comment.end <= node.start &&
            node.start - comment.end < 400 &&
            beginsDeclaration(text.slice(comment.end, node.start)),
        )
        .flatMap(({ notes }) => notes),
  };
}

function noteOf(comment: Comment, match: RegExpMatchArray): ShapeNote {
  const start = comment.start + comment.mark + match.index!;
  const end = start + match[0].length;
  const list = match[2]!;
  const listStart = end - list.length;
  const parsed = parseShape(list, listStart);
  const leads = /(^|\n)[\s*]*$/.test(comment.text.slice(0, match.index));
  return { ...(match[1] && { name: match[1] }), start, end, leads, ...parsed };
}

/** `[N, 3, 32*h, ?]`; `...` stands for any further axes and leaves the rank open. */
export function parseShape(list: string, at = 0): Pick<ShapeNote, "shape" | "error"> {
  const parsed = readShape(list);
  if (!isShapeError(parsed)) return { shape: parsed.rest === undefined ? parsed.dims : null };
  const start = at + parsed.at;
  return { shape: null, error: { message: parsed.error, start, end: start + parsed.length } };
}
