/**
 * What a statement does with each name that it speaks of, as far as its text tells: whether a variable can be told apart
 * from its value, or a function is more than called.
 *
 *   settings.rate = 0.1; runs++; block(m);     // settings: changed, runs: counted, block: value, m: value
 */
import * as ts from "typescript6";

/**
 * `member`: a member is read of it. `counted`: it is added to, and nobody reads what comes out. `changed`: it or a member is
 * written, called or taken apart. `value`: anything else.
 */
export type Use = "value" | "member" | "counted" | "changed";

/** By name, local ones among them; words in types, comments and strings are none. */
export function usesIn(statement: ts.Node): ReadonlyMap<string, ReadonlySet<Use>> {
  const uses = new Map<string, Set<Use>>();
  const add = ({ text }: ts.Identifier, use: Use): void => {
    const known = uses.get(text);
    if (known) known.add(use);
    else uses.set(text, new Set([use]));
  };
  /** Whatever stands in what is written to. */
  const target = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) add(node, "changed");
    else ts.forEachChild(node, target);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    const counted = ts.isExpressionStatement(node) ? countedIn(node.expression) : undefined;
    if (ts.isIdentifier(node)) add(node, "value");
    else if (counted) {
      add(counted.name, "counted");
      if (counted.by) visit(counted.by);
    } else if (ts.isPropertyAccessExpression(node)) {
      // who has a prototype in hand may change what all instances do
      const use = node.name.text === "prototype" ? "changed" : "member";
      if (ts.isIdentifier(node.expression)) add(node.expression, use);
      else visit(node.expression);
    } else if (isAssignment(node)) {
      target(node.left);
      visit(node.right);
    } else if (isUpdate(node)) target(node.operand);
    else if (ts.isDeleteExpression(node)) target(node.expression);
    else if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
      if (ts.isVariableDeclarationList(node.initializer)) visit(node.initializer);
      else target(node.initializer);
      visit(node.expression);
      visit(node.statement);
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: object } = node.expression;
      if (ts.isIdentifier(object))
        add(object, "changed"); // a method may change its object
      else visit(object);
      for (const argument of node.arguments) visit(argument);
    } else ts.forEachChild(node, visit);
  };
  visit(statement);
  return uses;
}

const isUpdate = (node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression =>
  (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
  (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken);

const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

/** The variable that a statement `runs++` or `runs += n` adds to. */
function countedIn(node: ts.Expression): { name: ts.Identifier; by?: ts.Expression } | undefined {
  if (isUpdate(node) && ts.isIdentifier(node.operand)) return { name: node.operand };
  if (!isAssignment(node) || !ts.isIdentifier(node.left)) return undefined;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.PlusEqualsToken || kind === ts.SyntaxKind.MinusEqualsToken
    ? { name: node.left, by: node.right }
    : undefined;
}
