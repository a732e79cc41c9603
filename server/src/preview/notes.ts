/**
 * What a comment says of how a model is run:
 *
 *   // @sample ./cat.png @weights ./model.safetensors
 *   export const net = new Net();
 */
import type { ModelFact } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Sample } from "./protocol.ts";

export interface RunNotes {
  readonly sample?: string;
  /** With the place of the note, for findings. */
  readonly weights?: { readonly path: string; readonly span: Span };
}

const NOTE = /@(sample|weights)[ \t]+([^\s*]+)/g;

/** Notes in the comment before the model's declaration or where it is made, or inside of its class. */
export function runNotes(text: string, model: ModelFact): RunNotes {
  const notes: { sample?: string; weights?: RunNotes["weights"] & object } = {};
  for (const match of text.matchAll(NOTE)) {
    const [whole, kind, value] = match as unknown as [string, "sample" | "weights", string];
    if (!belongs(text, match.index, model)) continue;
    if (kind === "sample") notes.sample = value;
    else
      notes.weights = {
        path: value,
        span: { file: model.declaration.file, start: match.index, end: match.index + whole.length },
      };
  }
  return notes;
}

const belongs = (text: string, at: number, { declaration, site }: ModelFact): boolean =>
  [declaration, ...(site.file === declaration.file ? [site] : [])].some(
    ({ start, end }) =>
      (at >= start && at < end) || (at < start && start - at < 400 && leads(text.slice(at, start))),
  );

/** Only the rest of the comment, further comments and the words of a declaration stand between. */
const leads = (between: string): boolean =>
  /^[^\n]*(\n\s*(\/\/|\/?\*)[^\n]*)*\n?\s*((export|default|const|let|var|abstract|class|new|async|function)\b\s*|[\w$.]+\s*(:[^=\n]*)?=\s*)*$/.test(
    between,
  );

/** "zeros", "randn", "randn(7)", or a file. */
export function parseSample(text: string): Sample {
  const [, seed] = /^randn(?:\((\d+)\)|:(\d+))?$/.exec(text) ?? [undefined, undefined];
  if (text.startsWith("randn") && (seed !== undefined || text === "randn"))
    return { kind: "randn", seed: Number(seed ?? 0) };
  if (text === "picture" || text === "zeros" || text === "ones" || text === "ramp" || text === "checkerboard")
    return { kind: text };
  return { kind: "file", path: text };
}
