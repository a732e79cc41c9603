/** Statements as plain data. Declarations that only types see disappear. */
import * as ts from "typescript6";
import type { Block, Statement, VariableDeclaration } from "./ir.ts";
import { lowerExpression } from "./lower-expression.ts";
import { hasModifier, lowerClass, lowerFunction } from "./lower-function.ts";
import { lowerBinding, lowerTarget } from "./lower-pattern.ts";
import type { Lowering } from "./lowering.ts";

type Lower<N extends ts.Node> = (node: N, to: Lowering) => Statement;
const table = new Map<ts.SyntaxKind, Lower<never>>();
const rule = <N extends ts.Node>(kind: ts.SyntaxKind, lower: Lower<N>): void =>
  void table.set(kind, lower as Lower<never>);

const lowerStatements = (nodes: readonly ts.Statement[], to: Lowering): Statement[] =>
  nodes.map((node) => lowerStatement(node, to));
export const lowerBlock = (node: ts.Block, to: Lowering): Block => ({
  kind: "Block",
  body: lowerStatements(node.statements, to),
  ...to.at(node),
});

export function lowerStatement(node: ts.Statement, to: Lowering): Statement {
  const lower = table.get(node.kind);
  return lower
    ? lower(node as never, to)
    : { kind: isTypeOnly(node) ? "Empty" : "OpaqueStatement", ...to.at(node) };
}
const isTypeOnly = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEmptyStatement(node);
const isExported = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.ExportKeyword);
const isDefault = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.DefaultKeyword);

rule<ts.ExpressionStatement>(ts.SyntaxKind.ExpressionStatement, (node, to) => ({
  kind: "ExpressionStatement",
  expression: lowerExpression(node.expression, to),
  ...to.at(node),
}));
rule<ts.VariableStatement>(ts.SyntaxKind.VariableStatement, (node, to) =>
  hasModifier(node, ts.SyntaxKind.DeclareKeyword)
    ? { kind: "Empty", ...to.at(node) }
    : { ...lowerVariables(node.declarationList, isExported(node), to), ...to.at(node) },
);
rule<ts.FunctionDeclaration>(ts.SyntaxKind.FunctionDeclaration, (node, to) => {
  if (!node.body) return { kind: "Empty", ...to.at(node) };
  const declaration = {
    kind: "FunctionDeclaration",
    fn: lowerFunction(node, to),
    exported: isExported(node),
    ...to.at(node),
  } as const;
  return isDefault(node) ? { kind: "ExportDefault", value: declaration, ...to.at(node) } : declaration;
});
rule<ts.ClassDeclaration>(ts.SyntaxKind.ClassDeclaration, (node, to) => {
  const declaration = {
    kind: "ClassDeclaration",
    cls: lowerClass(node, to),
    exported: isExported(node),
    ...to.at(node),
  } as const;
  return isDefault(node) ? { kind: "ExportDefault", value: declaration, ...to.at(node) } : declaration;
});
rule<ts.EnumDeclaration>(ts.SyntaxKind.EnumDeclaration, (node, to) => ({
  kind: "EnumDeclaration",
  name: node.name.text,
  members: node.members.map((member) => ({
    name: ts.isIdentifier(member.name) || ts.isStringLiteralLike(member.name) ? member.name.text : "",
    ...(member.initializer && { init: lowerExpression(member.initializer, to) }),
  })),
  exported: isExported(node),
  ...to.at(node),
}));
rule<ts.ReturnStatement>(ts.SyntaxKind.ReturnStatement, (node, to) => ({
  kind: "Return",
  ...(node.expression && { argument: lowerExpression(node.expression, to) }),
  ...to.at(node),
}));
rule<ts.IfStatement>(ts.SyntaxKind.IfStatement, (node, to) => ({
  kind: "If",
  test: lowerExpression(node.expression, to),
  consequent: lowerStatement(node.thenStatement, to),
  ...(node.elseStatement && { alternate: lowerStatement(node.elseStatement, to) }),
  ...to.at(node),
}));
rule<ts.ForStatement>(ts.SyntaxKind.ForStatement, (node, to) => ({
  kind: "For",
  ...(node.initializer && {
    init: ts.isVariableDeclarationList(node.initializer)
      ? lowerVariables(node.initializer, false, to)
      : lowerExpression(node.initializer, to),
  }),
  ...(node.condition && { test: lowerExpression(node.condition, to) }),
  ...(node.incrementor && { update: lowerExpression(node.incrementor, to) }),
  body: lowerStatement(node.statement, to),
  ...to.at(node),
}));
const each: Lower<ts.ForOfStatement | ts.ForInStatement> = (node, to) => {
  const declared = ts.isVariableDeclarationList(node.initializer) ? node.initializer : undefined;
  const name = declared?.declarations[0]?.name;
  return {
    kind: ts.isForOfStatement(node) ? "ForOf" : "ForIn",
    left: name
      ? lowerBinding(name, to)
      : declared
        ? { kind: "Opaque", ...to.at(node) }
        : lowerTarget(node.initializer as ts.Expression, to),
    ...(declared && {
      declares:
        declared.flags & ts.NodeFlags.Const ? "const" : declared.flags & ts.NodeFlags.Let ? "let" : "var",
    }),
    right: lowerExpression(node.expression, to),
    body: lowerStatement(node.statement, to),
    ...to.at(node),
  };
};
rule<ts.ForOfStatement>(ts.SyntaxKind.ForOfStatement, each);
rule<ts.ForInStatement>(ts.SyntaxKind.ForInStatement, each);
rule<ts.WhileStatement>(ts.SyntaxKind.WhileStatement, (node, to) => ({
  kind: "While",
  test: lowerExpression(node.expression, to),
  body: lowerStatement(node.statement, to),
  ...to.at(node),
}));
rule<ts.DoStatement>(ts.SyntaxKind.DoStatement, (node, to) => ({
  kind: "DoWhile",
  test: lowerExpression(node.expression, to),
  body: lowerStatement(node.statement, to),
  ...to.at(node),
}));
rule<ts.SwitchStatement>(ts.SyntaxKind.SwitchStatement, (node, to) => ({
  kind: "Switch",
  discriminant: lowerExpression(node.expression, to),
  cases: node.caseBlock.clauses.map((clause) => ({
    ...(ts.isCaseClause(clause) && { test: lowerExpression(clause.expression, to) }),
    body: lowerStatements(clause.statements, to),
  })),
  ...to.at(node),
}));
rule<ts.Block>(ts.SyntaxKind.Block, lowerBlock);
rule<ts.ThrowStatement>(ts.SyntaxKind.ThrowStatement, (node, to) => ({
  kind: "Throw",
  argument: lowerExpression(node.expression, to),
  ...to.at(node),
}));
rule<ts.TryStatement>(ts.SyntaxKind.TryStatement, (node, to) => ({
  kind: "Try",
  block: lowerBlock(node.tryBlock, to),
  ...(node.catchClause && { handler: lowerBlock(node.catchClause.block, to) }),
  ...(node.catchClause?.variableDeclaration && {
    param: lowerBinding(node.catchClause.variableDeclaration.name, to),
  }),
  ...(node.finallyBlock && { finalizer: lowerBlock(node.finallyBlock, to) }),
  ...to.at(node),
}));
rule<ts.BreakStatement>(ts.SyntaxKind.BreakStatement, (node, to) => ({
  kind: "Break",
  ...(node.label && { label: node.label.text }),
  ...to.at(node),
}));
rule<ts.ContinueStatement>(ts.SyntaxKind.ContinueStatement, (node, to) => ({
  kind: "Continue",
  ...(node.label && { label: node.label.text }),
  ...to.at(node),
}));
rule<ts.LabeledStatement>(ts.SyntaxKind.LabeledStatement, (node, to) => ({
  kind: "Labeled",
  label: node.label.text,
  body: lowerStatement(node.statement, to),
  ...to.at(node),
}));

rule<ts.ImportDeclaration>(ts.SyntaxKind.ImportDeclaration, (node, to) => {
  const clause = node.importClause;
  const specifier = to.imported(node.moduleSpecifier) ?? "";
  const names = [];
  if (clause?.name) names.push({ imported: "default", local: clause.name.text, ...to.at(clause.name) });
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings))
    names.push({ imported: "*", local: bindings.name.text, ...to.at(bindings.name) });
  if (bindings && ts.isNamedImports(bindings)) {
    for (const name of bindings.elements)
      if (!name.isTypeOnly)
        names.push({
          imported: (name.propertyName ?? name.name).text,
          local: name.name.text,
          ...to.at(name.name),
        });
  }
  return {
    kind: "Import",
    specifier,
    typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    names,
    ...to.at(node),
  };
});
rule<ts.ImportEqualsDeclaration>(ts.SyntaxKind.ImportEqualsDeclaration, (node, to) => {
  const reference = node.moduleReference;
  const specifier = ts.isExternalModuleReference(reference) ? to.imported(reference.expression) : undefined;
  return specifier === undefined
    ? { kind: "OpaqueStatement", ...to.at(node) }
    : {
        kind: "Import",
        specifier,
        typeOnly: node.isTypeOnly,
        names: [{ imported: "*", local: node.name.text, ...to.at(node.name) }],
        ...to.at(node),
      };
});
rule<ts.ExportDeclaration>(ts.SyntaxKind.ExportDeclaration, (node, to) => {
  const specifier = node.moduleSpecifier && to.imported(node.moduleSpecifier);
  if (!node.exportClause)
    return specifier === undefined
      ? { kind: "Empty", ...to.at(node) }
      : { kind: "ExportAll", specifier, ...to.at(node) };
  if (ts.isNamespaceExport(node.exportClause))
    return { kind: "ExportAll", specifier: specifier ?? "", as: node.exportClause.name.text, ...to.at(node) };
  const names = node.exportClause.elements.map((name) => ({
    local: (name.propertyName ?? name.name).text,
    exported: name.name.text,
  }));
  return { kind: "ExportNames", ...(specifier !== undefined && { specifier }), names, ...to.at(node) };
});
rule<ts.ExportAssignment>(ts.SyntaxKind.ExportAssignment, (node, to) => ({
  kind: "ExportDefault",
  value: lowerExpression(node.expression, to),
  ...to.at(node),
}));

function lowerVariables(
  list: ts.VariableDeclarationList,
  exported: boolean,
  to: Lowering,
): VariableDeclaration {
  const { flags } = list;
  const using = (flags & ts.NodeFlags.Using) === ts.NodeFlags.Using;
  return {
    kind: "VariableDeclaration",
    declares: using
      ? "using"
      : flags & ts.NodeFlags.Const
        ? "const"
        : flags & ts.NodeFlags.Let
          ? "let"
          : "var",
    declarations: list.declarations.map((declaration) => {
      const type = to.type(declaration.type);
      return {
        target: lowerBinding(declaration.name, to),
        ...(declaration.initializer && { init: lowerExpression(declaration.initializer, to) }),
        ...(type && { type }),
        ...to.at(declaration),
      };
    }),
    exported,
    ...to.at(list),
  };
}
