/** Expressions as plain data: casts, parentheses and type arguments disappear. */
import * as ts from "typescript6";
import type { CallExpression, Expression, MemberExpression, ObjectExpression, Spread } from "./ir.ts";
import { lowerClass, lowerFunction } from "./lower-function.ts";
import { lowerTarget } from "./lower-pattern.ts";
import type { Lowering } from "./lowering.ts";

type Lower<N extends ts.Node> = (node: N, to: Lowering) => Expression;
const table = new Map<ts.SyntaxKind, Lower<never>>();
const rule = <N extends ts.Node>(kind: ts.SyntaxKind, lower: Lower<N>): void =>
  void table.set(kind, lower as Lower<never>);

/** Any expression; kinds without a rule are opaque. */
export function lowerExpression(node: ts.Expression, to: Lowering): Expression {
  const lower = table.get(node.kind);
  return lower ? lower(node as never, to) : to.opaque(node);
}

const inner: Lower<ts.Expression & { expression: ts.Expression }> = (node, to) =>
  lowerExpression(node.expression, to);
for (const kind of [
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.TypeAssertionExpression,
  ts.SyntaxKind.ExpressionWithTypeArguments,
]) {
  rule(kind, inner);
}

rule<ts.Identifier>(ts.SyntaxKind.Identifier, (node, to) =>
  node.text === "undefined"
    ? { kind: "Literal", value: undefined, ...to.at(node) }
    : node.text === ""
      ? to.opaque(node)
      : to.identifier(node),
);
/** `import.meta`, under a name that no source can give to anything. */
rule<ts.MetaProperty>(ts.SyntaxKind.MetaProperty, (node, to) =>
  node.keywordToken === ts.SyntaxKind.ImportKeyword
    ? { kind: "Identifier", name: "import.meta", ...to.at(node) }
    : to.opaque(node),
);
rule<ts.NumericLiteral>(ts.SyntaxKind.NumericLiteral, (node, to) => ({
  kind: "Literal",
  value: Number(node.text),
  ...to.at(node),
}));
rule<ts.BigIntLiteral>(ts.SyntaxKind.BigIntLiteral, (node, to) => ({
  kind: "Literal",
  value: BigInt(node.text.replace(/n$/, "")),
  ...to.at(node),
}));
rule<ts.StringLiteral>(ts.SyntaxKind.StringLiteral, (node, to) => ({
  kind: "Literal",
  value: node.text,
  ...to.at(node),
}));
rule<ts.NoSubstitutionTemplateLiteral>(ts.SyntaxKind.NoSubstitutionTemplateLiteral, (node, to) => ({
  kind: "Literal",
  value: node.text,
  ...to.at(node),
}));
rule(ts.SyntaxKind.TrueKeyword, (node, to) => ({ kind: "Literal", value: true, ...to.at(node) }));
rule(ts.SyntaxKind.FalseKeyword, (node, to) => ({ kind: "Literal", value: false, ...to.at(node) }));
rule(ts.SyntaxKind.NullKeyword, (node, to) => ({ kind: "Literal", value: null, ...to.at(node) }));
rule(ts.SyntaxKind.ThisKeyword, (node, to) => ({ kind: "This", ...to.at(node) }));
rule(ts.SyntaxKind.SuperKeyword, (node, to) => ({ kind: "Super", ...to.at(node) }));
rule(ts.SyntaxKind.RegularExpressionLiteral, (node, to) => ({ kind: "Regex", ...to.at(node) }));

rule<ts.TemplateExpression>(ts.SyntaxKind.TemplateExpression, (node, to) => ({
  kind: "Template",
  ...partsOf(node, to),
  ...to.at(node),
}));
const partsOf = ({ head, templateSpans }: ts.TemplateExpression, to: Lowering) => ({
  strings: [head.text, ...templateSpans.map((span) => span.literal.text)],
  values: templateSpans.map((span) => lowerExpression(span.expression, to)),
});
rule<ts.ArrayLiteralExpression>(ts.SyntaxKind.ArrayLiteralExpression, (node, to) => ({
  kind: "Array",
  elements: node.elements.map((element) =>
    ts.isOmittedExpression(element) ? undefined : lowerArgument(element, to),
  ),
  ...to.at(node),
}));
rule<ts.ObjectLiteralExpression>(ts.SyntaxKind.ObjectLiteralExpression, (node, to) => ({
  kind: "Object",
  properties: node.properties.map((property) => lowerProperty(property, to)),
  ...to.at(node),
}));
rule<ts.FunctionExpression>(ts.SyntaxKind.FunctionExpression, (node, to) => ({
  kind: "Function",
  fn: lowerFunction(node, to),
  ...to.at(node),
}));
rule<ts.ArrowFunction>(ts.SyntaxKind.ArrowFunction, (node, to) => ({
  kind: "Function",
  fn: lowerFunction(node, to),
  ...to.at(node),
}));
rule<ts.ClassExpression>(ts.SyntaxKind.ClassExpression, (node, to) => ({
  kind: "Class",
  cls: lowerClass(node, to),
  ...to.at(node),
}));
rule<ts.CallExpression>(ts.SyntaxKind.CallExpression, lowerCall);
rule<ts.NewExpression>(ts.SyntaxKind.NewExpression, (node, to) => ({
  kind: "New",
  callee: lowerExpression(node.expression, to),
  args: (node.arguments ?? []).map((arg) => lowerArgument(arg, to)),
  ...to.at(node),
}));
rule<ts.PropertyAccessExpression>(ts.SyntaxKind.PropertyAccessExpression, lowerAccess);
rule<ts.ElementAccessExpression>(ts.SyntaxKind.ElementAccessExpression, (node, to) => ({
  kind: "Member",
  object: lowerExpression(node.expression, to),
  key: ts.isStringLiteralLike(node.argumentExpression)
    ? { name: node.argumentExpression.text, ...to.at(node.argumentExpression) }
    : { computed: lowerExpression(node.argumentExpression, to), ...to.at(node.argumentExpression) },
  optional: node.questionDotToken !== undefined,
  ...to.at(node),
}));
rule<ts.ConditionalExpression>(ts.SyntaxKind.ConditionalExpression, (node, to) => ({
  kind: "Conditional",
  test: lowerExpression(node.condition, to),
  consequent: lowerExpression(node.whenTrue, to),
  alternate: lowerExpression(node.whenFalse, to),
  ...to.at(node),
}));
rule<ts.BinaryExpression>(ts.SyntaxKind.BinaryExpression, lowerBinary);
rule<ts.PrefixUnaryExpression>(ts.SyntaxKind.PrefixUnaryExpression, (node, to) => {
  const argument = lowerExpression(node.operand, to);
  if (node.operator === ts.SyntaxKind.PlusPlusToken)
    return { kind: "Update", operator: "++", prefix: true, argument, ...to.at(node) };
  if (node.operator === ts.SyntaxKind.MinusMinusToken)
    return { kind: "Update", operator: "--", prefix: true, argument, ...to.at(node) };
  return { kind: "Unary", operator: ts.tokenToString(node.operator) as "-", argument, ...to.at(node) };
});
rule<ts.PostfixUnaryExpression>(ts.SyntaxKind.PostfixUnaryExpression, (node, to) => ({
  kind: "Update",
  operator: node.operator === ts.SyntaxKind.PlusPlusToken ? "++" : "--",
  prefix: false,
  argument: lowerExpression(node.operand, to),
  ...to.at(node),
}));
for (const [kind, operator] of [
  [ts.SyntaxKind.TypeOfExpression, "typeof"],
  [ts.SyntaxKind.VoidExpression, "void"],
  [ts.SyntaxKind.DeleteExpression, "delete"],
] as const) {
  rule<ts.TypeOfExpression>(kind, (node, to) => ({
    kind: "Unary",
    operator,
    argument: lowerExpression(node.expression, to),
    ...to.at(node),
  }));
}
rule<ts.AwaitExpression>(ts.SyntaxKind.AwaitExpression, (node, to) => ({
  kind: "Await",
  argument: lowerExpression(node.expression, to),
  ...to.at(node),
}));
rule<ts.YieldExpression>(ts.SyntaxKind.YieldExpression, (node, to) => ({
  kind: "Yield",
  delegate: node.asteriskToken !== undefined,
  ...(node.expression && { argument: lowerExpression(node.expression, to) }),
  ...to.at(node),
}));
rule<ts.TaggedTemplateExpression>(ts.SyntaxKind.TaggedTemplateExpression, (node, to) => ({
  kind: "TaggedTemplate",
  tag: lowerExpression(node.tag, to),
  ...(ts.isTemplateExpression(node.template)
    ? partsOf(node.template, to)
    : { strings: [node.template.text], values: [] }),
  ...to.at(node),
}));

/** An argument or element, possibly spread. */
function lowerArgument(node: ts.Expression, to: Lowering): Expression | Spread {
  return ts.isSpreadElement(node)
    ? { kind: "Spread", argument: lowerExpression(node.expression, to), ...to.at(node) }
    : lowerExpression(node, to);
}

function lowerCall(node: ts.CallExpression, to: Lowering): Expression {
  const args = node.arguments.map((arg) => lowerArgument(arg, to));
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    if (node.arguments[0]) to.imported(node.arguments[0]);
    const source = args[0];
    return source && source.kind !== "Spread"
      ? { kind: "ImportCall", source, ...to.at(node) }
      : to.opaque(node);
  }
  if (ts.isIdentifier(node.expression) && node.expression.text === "require" && node.arguments[0])
    to.imported(node.arguments[0]);
  const call: CallExpression = {
    kind: "Call",
    callee: lowerExpression(node.expression, to),
    args,
    optional: node.questionDotToken !== undefined,
    ...to.at(node),
  };
  return call;
}

function lowerAccess(node: ts.PropertyAccessExpression, to: Lowering): Expression {
  const member: MemberExpression = {
    kind: "Member",
    object: lowerExpression(node.expression, to),
    key: { name: node.name.text, ...to.at(node.name) },
    optional: node.questionDotToken !== undefined,
    ...to.at(node),
  };
  return node.name.text === "" ? to.opaque(node) : member;
}

function lowerBinary(node: ts.BinaryExpression, to: Lowering): Expression {
  const operator = ts.tokenToString(node.operatorToken.kind) ?? "";
  const at = to.at(node);
  if (
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  ) {
    return {
      kind: "Assign",
      operator,
      target: lowerTarget(node.left, to),
      value: lowerExpression(node.right, to),
      ...at,
    };
  }
  const left = lowerExpression(node.left, to);
  const right = lowerExpression(node.right, to);
  if (operator === ",") return { kind: "Sequence", expressions: [left, right], ...at };
  if (operator === "&&" || operator === "||" || operator === "??")
    return { kind: "Logical", operator, left, right, ...at };
  return { kind: "Binary", operator, left, right, ...at };
}

function lowerProperty(
  node: ts.ObjectLiteralElementLike,
  to: Lowering,
): ObjectExpression["properties"][number] {
  const at = to.at(node);
  if (ts.isSpreadAssignment(node))
    return { kind: "Spread", argument: lowerExpression(node.expression, to), ...at };
  if (ts.isShorthandPropertyAssignment(node))
    return { kind: "Property", key: to.key(node.name), value: to.identifier(node.name), ...at };
  if (ts.isPropertyAssignment(node))
    return { kind: "Property", key: to.key(node.name), value: lowerExpression(node.initializer, to), ...at };
  const fn = lowerFunction(node, to);
  if (ts.isMethodDeclaration(node))
    return { kind: "Property", key: to.key(node.name), value: { kind: "Function", fn, ...at }, ...at };
  return {
    kind: "Accessor",
    key: to.key(node.name),
    role: ts.isGetAccessor(node) ? "get" : "set",
    fn,
    ...at,
  };
}
