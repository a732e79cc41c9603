/**
 * A file cut at its top-level statements. What a piece mentions is known at once; what it means is read from the tree
 * only when somebody asks, so that a keystroke costs the piece that it was typed in.
 *
 *   const net = new Net();      // declares net; mentions const, net, new, Net
 */
import * as ts from "typescript6";
import { computed, lazy } from "../facts/lazy.ts";
import { commentsOf } from "./comments.ts";
import type { Comment, Node, Statement } from "./ir.ts";
import { type Use, usesIn } from "./uses.ts";

/** What the text of a piece says wherever it stands: the same object as long as the text is the same. */
export interface Facts {
  readonly text: string;
  /** `rest`: comments behind the last statement. */
  readonly role: "import" | "export" | "type" | "code" | "rest";
  /** Names that it declares at the top level; of imports, their local names. */
  readonly declares: readonly string[];
  /** Every word in it. */
  readonly mentions: ReadonlySet<string>;
  /** From the start of the piece, as are the signatures. */
  readonly comments: readonly Comment[];
  readonly signatures: readonly Node[];
  /** Declares a name from within a block (`if (a) { var b; }`). */
  readonly hoists: boolean;
  /** Declares constants made of nothing but literals and other names: `const WIDTH = 2 * HEIGHT`. */
  readonly constant: boolean;
  /** What it declares may be had by many without their noticing each other, if nobody uses it otherwise (`project/shared`). */
  readonly sharable: Sharable | undefined;
  /** What it does with each name, its own among them. */
  readonly uses: ReadonlyMap<string, ReadonlySet<Use>>;
  /** Of an import that is more than types: the module's name. */
  readonly imports: string | undefined;
  /** What stands between the braces of a function or class: whatever is typed there, what is around it stays what it is. */
  readonly inside: Node | undefined;
}

/** `record`: one object of plain values. `counter`: one number. `function` and `class`: one declaration of those. */
export type Sharable = "record" | "counter" | "function" | "class";

/** A top-level statement with the comments before it, where it stands. */
export class Piece {
  readonly facts: Facts;
  readonly start: number;
  readonly end: number;
  private readonly lower: (piece: Piece) => Statement;
  private lowered: Statement | undefined;
  private placed: Pick<Facts, "comments" | "signatures"> | undefined;

  /** `lower` reads the statement when it is asked for. */
  constructor(facts: Facts, start: number, lower: (piece: Piece) => Statement) {
    this.facts = facts;
    this.start = start;
    this.end = start + facts.text.length;
    this.lower = lower;
  }

  get text(): string {
    return this.facts.text;
  }
  get role(): Facts["role"] {
    return this.facts.role;
  }
  get declares(): readonly string[] {
    return this.facts.declares;
  }
  get mentions(): ReadonlySet<string> {
    return this.facts.mentions;
  }
  get constant(): boolean {
    return this.facts.constant;
  }
  get hoists(): boolean {
    return this.facts.hoists;
  }
  get comments(): readonly Comment[] {
    return this.here.comments;
  }
  get signatures(): readonly Node[] {
    return this.here.signatures;
  }
  get statement(): Statement {
    this.lowered ??= this.lower(this);
    return this.lowered;
  }

  /** The same piece where it stands now. */
  movedBy(by: number): Piece {
    return by === 0 ? this : new Piece(this.facts, this.start + by, this.lower);
  }

  private get here(): Pick<Facts, "comments" | "signatures"> {
    const { facts, start } = this;
    if (facts.comments.length + facts.signatures.length === 0) return facts;
    this.placed ??= {
      comments: facts.comments.map((comment) => ({ ...comment, ...moved(comment, start) })),
      signatures: facts.signatures.map((node) => moved(node, start)),
    };
    return this.placed;
  }
}

const moved = ({ start, end }: Node, by: number): Node => ({ start: start + by, end: end + by });

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
  const plain = {
    text,
    role: roleOf(node),
    declares: node ? declaredBy(node) : [],
    mentions: new Set(text.match(WORD)),
    comments: commentsOf(text, jsx),
    signatures: node && text.includes("@shape") ? signaturesOf(node, tree) : [],
    hoists: node !== undefined && !ts.isVariableStatement(node) && /\bvar\b/.test(text),
    constant: node !== undefined && !text.includes("@") && isConstant(node),
    sharable: node && sharableIn(node, text.includes("@")),
    imports: node && importOf(node),
    inside: node && insideOf(node, tree),
  };
  return withUses.add(
    plain,
    lazy(() => (node ? usesIn(node) : NO_USES)), // of few texts somebody asks
  );
}

const withUses = computed<() => Facts["uses"], Pick<Facts, "uses">>({ uses: (uses) => uses() });

const NO_USES: Facts["uses"] = new Map();

function importOf(node: ts.Statement): string | undefined {
  if (!ts.isImportDeclaration(node) || node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    return undefined;
  return ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
}

/** From the start of the piece. */
function insideOf(node: ts.Statement, tree: ts.SourceFile): Node | undefined {
  const open = ts.isClassDeclaration(node)
    ? node.members.pos
    : ts.isFunctionDeclaration(node) && node.body
      ? node.body.getStart(tree) + 1
      : undefined;
  return open === undefined ? undefined : { start: open - node.pos, end: node.end - 1 - node.pos };
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

function sharableIn(node: ts.Statement, noted: boolean): Sharable | undefined {
  if (ts.isClassDeclaration(node)) return node.name && keepsNothing(node) ? "class" : undefined;
  if (noted) return undefined;
  if (ts.isFunctionDeclaration(node)) return node.name && node.body ? "function" : undefined;
  if (!ts.isVariableStatement(node)) return undefined;
  const { declarations, flags } = node.declarationList;
  const [{ name, initializer } = {}, ...others] = declarations;
  if (others.length > 0 || !name || !ts.isIdentifier(name) || !initializer) return undefined;
  if (flags & ts.NodeFlags.Let) return ts.isNumericLiteral(initializer) ? "counter" : undefined;
  const value =
    ts.isAsExpression(initializer) || ts.isSatisfiesExpression(initializer)
      ? initializer.expression
      : initializer;
  const isRecord =
    (flags & ts.NodeFlags.Const) !== 0 &&
    ts.isObjectLiteralExpression(value) &&
    value.properties.every(
      (property) =>
        ts.isPropertyAssignment(property) &&
        (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) &&
        isPlain(property.initializer),
    );
  return isRecord ? "record" : undefined;
}

/** Whether to declare it does nothing, and nothing happens to it later: what it has itself stays what it is. */
function keepsNothing({ members, modifiers, heritageClauses }: ts.ClassDeclaration): boolean {
  const isDecorated = (all: readonly ts.ModifierLike[] | undefined): boolean =>
    all?.some(ts.isDecorator) ?? false;
  return (
    !isDecorated(modifiers) &&
    (heritageClauses ?? []).every(({ types }) => types.every(({ expression }) => isPath(expression))) &&
    members.every((member) => {
      const own = ts.canHaveModifiers(member) ? ts.getModifiers(member) : undefined;
      const has = (kind: ts.SyntaxKind): boolean => own?.some((modifier) => modifier.kind === kind) ?? false;
      const fixed =
        ts.isPropertyDeclaration(member) &&
        has(ts.SyntaxKind.ReadonlyKeyword) &&
        member.initializer !== undefined &&
        isPlain(member.initializer);
      return (
        !ts.isClassStaticBlockDeclaration(member) &&
        !(member.name && ts.isComputedPropertyName(member.name)) &&
        !(ts.canHaveDecorators(member) && isDecorated(ts.getDecorators(member))) &&
        (!has(ts.SyntaxKind.StaticKeyword) || fixed)
      );
    })
  );
}

const isPath = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isPath(node.expression));

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
