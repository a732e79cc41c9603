/**
 * Source text → plain IR, tolerant of half-typed code. The only file that knows which parser is used.
 *
 *   parse("const a = 1;", "a.ts").body[0].kind   // "VariableDeclaration"
 */
import * as ts from "typescript6";
import { type Change, changeBetween, inTurn } from "./change.ts";
import { scriptText } from "./embedded.ts";
import { parseErrorsOf, piecesOf, SourceModule } from "./lower.ts";
import { reparsed } from "./reparse.ts";

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

/** Parses one file again and again while it is typed in. */
export class FileParser {
  private readonly fileName: string;
  private readonly embedded: boolean;
  private readonly kind: ts.ScriptKind;
  private last: SourceModule | undefined;
  private change: Change | "unknown" | undefined; // since the last text

  constructor(fileName: string) {
    const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
    this.fileName = fileName;
    this.embedded = extension === "svelte" || extension === "vue";
    this.kind = this.embedded ? ts.ScriptKind.TS : (kinds[extension] ?? ts.ScriptKind.JSX);
  }

  /** What the next text differs in from the one before it, where somebody knows. */
  changed(change: Change | undefined): void {
    if (change === undefined || this.change === "unknown") this.change = "unknown";
    else this.change = this.change ? inTurn(this.change, change) : change;
  }

  /** What did not change since the last text is taken over from it. */
  parse(text: string): SourceModule {
    const source = this.embedded ? scriptText(text) : text;
    this.last = (this.last && this.again(this.last, source)) ?? this.fresh(source);
    this.change = undefined;
    return this.last;
  }

  /** Forgets the last text: in rare cases a statement means something else beside what stands far from it. */
  reset(): void {
    this.last = undefined;
  }

  private again(last: SourceModule, source: string): SourceModule | undefined {
    const { change } = this;
    const told = typeof change === "object" && !this.embedded && fits(change, last.text, source);
    try {
      return reparsed(last, source, told ? change : changeBetween(last.text, source), (text, isModule) =>
        this.tree(text, (file) => {
          Object.assign(file, { externalModuleIndicator: isModule || undefined });
        }),
      );
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return undefined;
    }
  }

  private fresh(source: string): SourceModule {
    let tree: ts.SourceFile;
    try {
      tree = this.tree(source);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      tree = this.tree(""); // nested deeper than the parser can follow
    }
    return new SourceModule(
      source,
      piecesOf(tree, 0, new Map()),
      ts.isExternalModule(tree),
      parseErrorsOf(tree, 0),
    );
  }

  private tree(text: string, setExternalModuleIndicator?: (file: ts.SourceFile) => void): ts.SourceFile {
    const options = {
      languageVersion: ts.ScriptTarget.Latest,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
      ...(setExternalModuleIndicator && { setExternalModuleIndicator }),
    };
    return ts.createSourceFile(this.fileName, text, options, false, this.kind);
  }
}

const fits = ({ length, newLength }: Change, before: string, after: string): boolean =>
  before.length - length === after.length - newLength;
