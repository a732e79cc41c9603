/** A parsed file as a plain module: statements, comments, and what each piece of it says. */
import * as ts from "typescript6";
import type { Comment, Module, Node, Statement } from "./ir.ts";
import { lowerStatement } from "./lower-statement.ts";
import { Lowering } from "./lowering.ts";
import { type Facts, factsOf, Piece, stretchesOf } from "./pieces.ts";

export interface ParseError {
  readonly start: number;
  readonly end: number;
  readonly message: string; // a sentence of the parser
}

/** One text of a file. Its statements are read from the parser's trees one by one, as they are asked for. */
export class SourceModule implements Module {
  readonly kind = "Module";
  readonly start = 0;
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** The places that the grammar does not allow, in source order; all around them was read as far as possible. */
  readonly syntaxErrors: readonly ParseError[];

  /** Whether it imports or exports: then a word may mean something else in it (`await`). */
  readonly isModule: boolean;

  constructor(
    text: string,
    pieces: readonly Piece[],
    isModule: boolean,
    syntaxErrors: readonly ParseError[],
  ) {
    this.text = text;
    this.pieces = pieces;
    this.isModule = isModule;
    this.syntaxErrors = syntaxErrors;
  }

  get end(): number {
    return this.text.length;
  }

  get body(): readonly Statement[] {
    return this.pieces.flatMap((piece) => (piece.role === "rest" ? [] : piece.statement));
  }

  get comments(): readonly Comment[] {
    return this.pieces.flatMap(({ comments }) => comments);
  }

  get signatures(): readonly Node[] {
    return this.pieces.flatMap(({ signatures }) => signatures);
  }
}

/** The pieces of a tree whose text begins at `from` in its file. `known`: facts of texts that may stand in it again. */
export function piecesOf(
  tree: ts.SourceFile,
  from: number,
  known: ReadonlyMap<string, Facts>,
): readonly Piece[] {
  return stretchesOf(tree).map(({ start, end }, i) => {
    const node = tree.statements[i];
    const text = tree.text.slice(start, end);
    const facts = known.get(text) ?? factsOf(text, node, tree);
    return new Piece(
      facts,
      from + start,
      (piece): Statement =>
        node
          ? lowerStatement(node, new Lowering(tree, piece.start - start))
          : { kind: "Empty", start: piece.end, end: piece.end },
    );
  });
}

/** What the parser does not allow in a tree whose text begins at `from` in its file. */
export function parseErrorsOf(tree: ts.SourceFile, from: number): readonly ParseError[] {
  const { parseDiagnostics } = tree as ts.SourceFile & {
    parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.map(({ start, length, messageText }) => ({
    start: from + start,
    end: from + start + length,
    message: ts.flattenDiagnosticMessageText(messageText, " "),
  }));
}
