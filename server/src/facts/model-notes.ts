/**
 * Models that people write down where no file says it: `// @model ./x.onnx` or `// @inputs images: float32[N,3,640,640]`
 * before the declaration of what holds the session or the loaded model.
 */
import type { ModelInput } from "../model-files/index.ts";
import type { Comment } from "./program.ts";

export interface ModelNote {
  /** What is declared below the comment: "session". */
  readonly holder: string;
  readonly start: number; // the whole note
  readonly end: number;
  /** A path beside the source. */
  readonly path?: string;
  readonly inputs?: readonly ModelInput[];
  readonly error?: { readonly message: string; readonly start: number; readonly end: number };
}

const NOTE = /@(model|inputs)[ \t]+([^\n]+?)[ \t]*(?:\*\/)?[ \t]*(?=\n|$)/g;

/** `nameDeclaredIn`: the name that the source below a comment declares. */
export function modelNotesOf(
  text: string,
  comments: readonly Comment[],
  nameDeclaredIn: (below: string) => string | undefined,
): ModelNote[] {
  return comments.flatMap((comment) => {
    const found = [...comment.text.matchAll(NOTE)].filter((match) => leads(comment.text, match.index));
    if (found.length === 0) return [];
    const holder = nameDeclaredIn(text.slice(comment.end, comment.end + 400));
    return holder === undefined ? [] : found.map((match) => noteOf(comment, match, holder));
  });
}

/** At the start of its line: elsewhere it is said of annotations in general. */
const leads = (text: string, at: number): boolean => /(^|\n)[\s*]*$/.test(text.slice(0, at));

function noteOf(comment: Comment, match: RegExpMatchArray, holder: string): ModelNote {
  const start = comment.start + comment.mark + match.index!;
  const end = start + match[0].trimEnd().length;
  const place = { holder, start, end };
  const [, kind, rest] = match as unknown as [string, string, string];
  if (kind === "model") return { ...place, path: rest };
  const parts = [...rest.matchAll(INPUT)];
  const left = rest.replace(INPUT, "").replace(/[\s,]+/g, "");
  if (parts.length > 0 && left === "") return { ...place, inputs: parts.map(inputOf) };
  return {
    ...place,
    error: { message: "inputs read `name: float32[N, 3, 640, 640]`, with commas between them", start, end },
  };
}

const INPUT = /([\w$./:-]+?)[ \t]*:[ \t]*([a-z]+[0-9]*)[ \t]*\[([^\]]*)\]/g;

function inputOf([, name, type, sizes]: RegExpMatchArray): ModelInput {
  const parts = sizes!.split(",").map((part) => part.trim());
  const none = parts.length === 1 && parts[0] === "";
  return {
    name: name!,
    kind: "tensor",
    type,
    dims: parts.includes("...")
      ? null
      : none
        ? []
        : parts.map((part) =>
            /^\d+$/.test(part) ? Number(part) : /^[A-Za-z_]\w*$/.test(part) ? part : null,
          ),
    required: true,
  };
}
