/**
 * A file cut at its top-level statements. What a piece mentions is known at once; what it means is read from the tree
 * only when somebody asks, so that a keystroke costs the piece that it was typed in.
 *
 *   const net = new Net();      // declares net; mentions const, net, new, Net
 */
import * as ts from "typescript6";
import { commentsOf } from "./comments.ts";
import type { Comment, Node, Statement } from "./ir.ts";

/** A top-level statement with the comments before it. */
export interface Piece extends Node {
  readonly text: string;
  /** `rest`: comments behind the last statement. */
  readonly role: "import" | "export" | "type" | "code" | "rest";
  /** Names that it declares at the top level; of imports, their local names. */
  readonly declares: readonly string[];
  /** Every word in it. */
  readonly mentions: ReadonlySet<string>;
  readonly comments: readonly Comment[];
  readonly signatures: readonly Node[];
  /** Declares a name from within a block (`if (a) { var b; }`). */
  readonly hoists: boolean;
  /** Declares constants made of nothing but literals and other names: `const WIDTH = 2 * HEIGHT`. */
  readonly constant: boolean;
  readonly statement: Statement;
}

/** What the text of a piece says wherever it stands. */
export type Facts = Pick<
  Piece,
  "role" | "declares" | "mentions" | "comments" | "signatures" | "hoists" | "constant"
>;

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** The stretches of a file's statements; the rest behind the last one where it has comments. */
export function stretchesOf(tree: ts.SourceFile): { readonly start: number; readonly end: number }[] {
  const stretches = tree.statements.map(({ pos, end }) => ({ start: pos, end }));
  const end = tree.statements.at(-1)?.end ?? 0;
  if (/\/[/*]/.test(tree.text.slice(end))) stretches.push({ start: end, end: tree.text.length });
  return stretches;
}

/** `node`: the statement of this text in `tree`. */
export function factsOf(text: string, node: ts.Statement | undefined, tree: ts.SourceFile): Facts {
  const jsx = tree.languageVariant === ts.LanguageVariant.JSX;
  return {
    role: roleOf(node),
    declares: node ? declaredBy(node) : [],
    mentions: new Set(text.match(WORD)),
    comments: commentsOf(text, jsx),
    signatures: node && text.includes("@shape") ? signaturesOf(node, tree) : [],
    hoists: node !== undefined && !ts.isVariableStatement(node) && /\bvar\b/.test(text),
    constant: node !== undefined && !text.includes("@") && isConstant(node),
  };
}

/** Members of interfaces, overloads, abstract methods and the like, from the start of the piece. */
function signaturesOf(statement: ts.Statement, tree: ts.SourceFile): Node[] {
  const found: Node[] = [];
  const visit = (node: ts.Node): void => {
    if (isSignature(node))
      found.push({ start: node.getStart(tree) - statement.pos, end: node.end - statement.pos });
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

const isSignature = (node: ts.Node): boolean =>
  ts.isTypeElement(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isParameter(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isPropertyDeclaration(node) ||
  ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) &&
    !node.body);

function roleOf(node: ts.Statement | undefined): Piece["role"] {
  if (!node) return "rest";
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return "type";
  if (ts.isImportDeclaration(node)) return "import";
  return ts.isExportDeclaration(node) ? "export" : "code";
}

function isConstant(node: ts.Statement): boolean {
  if (!ts.isVariableStatement(node) || !(node.declarationList.flags & ts.NodeFlags.Const)) return false;
  return node.declarationList.declarations.every(
    ({ name, initializer }) => ts.isIdentifier(name) && initializer !== undefined && isPlain(initializer),
  );
}

/** Whether evaluating it does nothing, and gives a number, string or boolean if the names in it stand for such. */
function isPlain(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return isPlain(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return !ts.isIdentifier(node.operand) && isPlain(node.operand);
  if (ts.isBinaryExpression(node))
    return ARITHMETIC.has(node.operatorToken.kind) && isPlain(node.left) && isPlain(node.right);
  return (
    ts.isNumericLiteral(node) ||
    ts.isStringLiteral(node) ||
    ts.isIdentifier(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
]);

function declaredBy(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  if (ts.isImportDeclaration(node)) return importedBy(node.importClause);
  const named =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node);
  return named && node.name ? [node.name.text] : [];
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

function importedBy(clause: ts.ImportClause | undefined): string[] {
  const { name, namedBindings } = clause ?? {};
  const rest = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map((element) => element.name);
  return [...(name ? [name] : []), ...rest].map(({ text }) => text);
}
