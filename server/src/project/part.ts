/** One part of a file, as it was interpreted, with what it was made from. */
import type { Analysis } from "../facts/analysis.ts";
import type { Observed } from "../facts/observed.ts";
import { analyzePart, type Context, failureOf } from "../interpret/index.ts";
import { report } from "../rules/index.ts";
import type { Comment, Module } from "../syntax/ir.ts";
import type { SourceModule } from "../syntax/lower.ts";
import type { Facts } from "../syntax/pieces.ts";
import type { Part as Pieces } from "./parts.ts";
import type { Interpreted } from "./shown.ts";
import type { Tracked } from "./tracked.ts";

export interface Part extends Interpreted {
  readonly facts: readonly Facts[]; // of its pieces
  readonly guests: string; // of them, as it was interpreted
  readonly idle: readonly string[]; // guests that it did not call
  readonly lets: string;
  readonly patches: string; // what the whole file gives to classes of libraries
  /** Names that it asked about, and whether the rest of the file speaks of them. */
  readonly elsewhere: ReadonlyMap<string, boolean>;
  readonly spent: number;
  readonly cyclic: boolean;
  readonly tracked: Tracked;
}

/** What a part is told of the file that it stands in. */
export interface Whole {
  readonly module: SourceModule;
  readonly text: string;
  readonly lets: readonly Comment[];
  readonly patches: string;
}

/**
 * Interprets these pieces of the file by themselves. `speaksElsewhere`: whether the rest of the file speaks of a name.
 */
export function interpretPart(
  file: string,
  group: Pieces,
  { module, text, lets, patches }: Whole,
  fuel: number,
  tracked: Tracked,
  speaksElsewhere: (name: string) => boolean,
): Part {
  let cyclic = false;
  const texts = new Map<string, string | undefined>(); // as they are now
  const elsewhere = new Map<string, boolean>();
  const context: Context = {
    ...tracked.context,
    load(path) {
      texts.set(path, context.text(path));
      return path === file ? partModule(group, module, lets) : tracked.context.load(path);
    },
    text: (path) => (path === file ? text : tracked.context.text(path)),
    resolve(specifier, from) {
      const found = tracked.context.resolve(specifier, from);
      cyclic ||= found === file;
      return found;
    },
    speaksElsewhereOf(path, name) {
      if (path !== file) return false; // other files are loaded as wholes
      const answer = speaksElsewhere(name);
      elsewhere.set(name, answer);
      return answer;
    },
  };
  const { observed, spent, idle } = analyzePart(file, context, fuel);
  // facts are moved in place; findings are not, and must share no span with them
  return {
    facts: group.pieces.map(({ facts }) => facts),
    guests: guestsOf(group),
    idle,
    lets: textOf(lets),
    patches,
    elsewhere,
    analysis: withFindings(observed, (path) => texts.get(path)),
    starts: group.pieces.map(({ start }) => start),
    spent,
    cyclic,
    tracked,
  };
}

/** A rule that fails takes this part's findings with it and no more. */
function withFindings(observed: Observed, read: (file: string) => string | undefined): Analysis {
  try {
    return { ...observed, findings: report(observed, read) };
  } catch (error) {
    const { file } = observed;
    const why = "a mistake in ConvLens ended the search for findings";
    const gap = { span: { file, start: 0, end: 0 }, why, failure: failureOf(error) };
    return { ...observed, findings: [], gaps: [...observed.gaps, gap] };
  }
}

export const textOf = (comments: readonly Comment[]): string => comments.map(({ text }) => text).join("\0");

export const guestsOf = ({ guests }: Pieces): string =>
  [...guests].flatMap(({ declares }) => declares).join();

/** The pieces as a module of their own, at the offsets they have in the file. */
function partModule(
  { pieces: group, guests }: Pieces,
  { start, end }: Module,
  lets: readonly Comment[],
): Module {
  const own = group.flatMap(({ comments }) => comments);
  // bindings of names hold for the whole file; shapes that are noted elsewhere do not
  const others = lets
    .filter((comment) => !own.some((mine) => mine.start === comment.start))
    .map((comment) => ({ ...comment, text: comment.text.replaceAll("@shape", "") }));
  return {
    kind: "Module",
    start,
    end,
    body: group.flatMap((piece) => (piece.role === "rest" ? [] : piece.statement)),
    comments: [...own, ...others].sort((a, b) => a.start - b.start),
    signatures: group.flatMap(({ signatures }) => signatures),
    guests: new Set([...guests].flatMap(({ declares }) => declares)),
  };
}
