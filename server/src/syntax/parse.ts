/**
 * Source text → plain IR, tolerant of half-typed code. The only file that knows which parser is used.
 *
 *   parse("const a = 1;", "a.ts").body[0].kind   // "VariableDeclaration"
 */
import * as ts from "typescript6";
import { scriptText } from "./embedded.ts";
import { SourceModule } from "./lower.ts";

const kinds: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  jsx: ts.ScriptKind.JSX,
};

/** File name endings whose sources are understood. */
export const SOURCE_EXTENSIONS = [
  "ts",
  "tsx",
  "mts",
  "cts",
  "js",
  "jsx",
  "mjs",
  "cjs",
  "svelte",
  "vue",
] as const;

/** Parses one file. Never throws: what cannot be understood is opaque. */
export function parse(text: string, fileName: string): SourceModule {
  return new FileParser(fileName).parse(text);
}

/** Parses one file again and again while it is typed in. The parser's own tree stays in here: each parse consumes it. */
export class FileParser {
  private readonly fileName: string;
  private readonly embedded: boolean;
  private readonly kind: ts.ScriptKind;
  private tree: ts.SourceFile | undefined;
  private last: SourceModule | undefined;

  constructor(fileName: string) {
    const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
    this.fileName = fileName;
    this.embedded = extension === "svelte" || extension === "vue";
    this.kind = this.embedded ? ts.ScriptKind.TS : (kinds[extension] ?? ts.ScriptKind.JSX);
  }

  /** What did not change since the last parse is taken over from it. */
  parse(text: string): SourceModule {
    const source = this.embedded ? scriptText(text) : text;
    this.last?.release();
    this.tree = (this.tree && this.updated(this.tree, source)) ?? this.fresh(source);
    this.last = new SourceModule(this.tree, this.last, () => this.fresh(source));
    return this.last;
  }

  /** Forgets the last tree: in rare cases (2 of 20,000 edits) one that was updated differs from a fresh one. */
  reset(): void {
    this.last?.release();
    this.tree = this.last = undefined;
  }

  private fresh(source: string): ts.SourceFile {
    const options = {
      languageVersion: ts.ScriptTarget.Latest,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    };
    const made = (text: string): ts.SourceFile =>
      ts.createSourceFile(this.fileName, text, options, false, this.kind);
    try {
      return made(source);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return made(""); // nested deeper than the parser can follow
    }
  }

  private updated(tree: ts.SourceFile, source: string): ts.SourceFile | undefined {
    try {
      return ts.updateSourceFile(tree, source, changeBetween(tree.text, source));
    } catch {
      return undefined; // its own assertions; a fresh parse has none of them
    }
  }
}

/** The one stretch in which two texts differ. */
function changeBetween(before: string, after: string): ts.TextChangeRange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { span: { start, length: before.length - tail - start }, newLength: after.length - tail - start };
}
