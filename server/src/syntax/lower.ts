/** A parsed file as a plain module: statements, comments, and what each piece of it says. */
import * as ts from "typescript6";
import type { Comment, Module, Node, Statement } from "./ir.ts";
import { lowerStatement } from "./lower-statement.ts";
import { Lowering } from "./lowering.ts";
import { type Facts, factsOf, type Piece, stretchesOf } from "./pieces.ts";

export interface ParseError {
  readonly start: number;
  readonly end: number;
  readonly message: string; // a sentence of the parser
}

/** One text of a file. Its statements are read from the parser's tree one by one, as they are asked for. */
export class SourceModule implements Module {
  readonly kind = "Module";
  readonly start = 0;
  readonly end: number;
  readonly pieces: readonly Piece[];
  /** The places that the grammar does not allow, in source order; all around them was read as far as possible. */
  readonly syntaxErrors: readonly ParseError[];
  /** What each piece says wherever it stands: the next text of this file will have most of them again. */
  private readonly facts = new Map<string, Facts>();
  private readonly byStart = new Map<number, number>();
  private readonly statements = new Map<number, Statement>();
  private readonly again: () => ts.SourceFile;
  private lowering: Lowering | undefined; // with the tree

  /**
   * `before`: an earlier text of the file, from which all is taken that is the same in the same place. `again` parses the
   * same text anew, for when the tree is gone and something is asked of it all the same.
   */
  constructor(tree: ts.SourceFile, before: SourceModule | undefined, again: () => ts.SourceFile) {
    this.again = again;
    this.lowering = new Lowering(tree);
    this.end = tree.end;
    this.syntaxErrors = parseErrorsOf(tree);
    this.pieces = stretchesOf(tree).map(({ start, end }, i) => {
      const text = tree.text.slice(start, end);
      const facts = before?.facts.get(text) ?? factsOf(text, tree.statements[i], tree);
      this.facts.set(text, facts);
      this.byStart.set(start, i);
      const statement = before?.loweredAt(start, text);
      if (statement) this.statements.set(i, statement);
      return this.piece(i, start, text, facts);
    });
  }

  private piece(i: number, start: number, text: string, facts: Facts): Piece {
    const statement = (): Statement => this.statementAt(i);
    return {
      ...facts,
      start,
      end: start + text.length,
      text,
      comments: facts.comments.map((comment) => ({ ...comment, ...moved(comment, start) })),
      signatures: facts.signatures.map((node) => moved(node, start)),
      get statement() {
        return statement();
      },
    };
  }

  private loweredAt(start: number, text: string): Statement | undefined {
    const i = this.byStart.get(start);
    return i !== undefined && this.pieces[i]!.text === text ? this.statements.get(i) : undefined;
  }

  private statementAt(i: number): Statement {
    const known = this.statements.get(i);
    if (known) return known;
    this.lowering ??= new Lowering(this.again());
    const node = this.lowering.tree.statements[i];
    const statement: Statement = node
      ? lowerStatement(node, this.lowering)
      : { kind: "Empty", start: this.end, end: this.end };
    this.statements.set(i, statement);
    if (this.statements.size === this.pieces.length) this.release(); // nothing more will be asked of the tree
    return statement;
  }

  /** Lets go of the tree: the parser is about to reuse it. */
  release(): void {
    this.lowering = undefined;
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

const moved = ({ start, end }: Node, by: number): Node => ({ start: start + by, end: end + by });

function parseErrorsOf(tree: ts.SourceFile): readonly ParseError[] {
  const { parseDiagnostics } = tree as ts.SourceFile & {
    parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.map(({ start, length, messageText }) => ({
    start,
    end: start + length,
    message: ts.flattenDiagnosticMessageText(messageText, " "),
  }));
}
