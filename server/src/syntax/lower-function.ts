/** Functions and classes. */
import * as ts from "typescript6";
import type { Block, ClassNode, FunctionNode, Member, Parameter } from "./ir.ts";
import { lowerExpression } from "./lower-expression.ts";
import { lowerBinding } from "./lower-pattern.ts";
import { lowerBlock } from "./lower-statement.ts";
import type { Lowering } from "./lowering.ts";

/** Any function-like node. One without a body (an overload, a half-typed one) gets an empty one. */
export function lowerFunction(node: ts.FunctionLikeDeclaration, to: Lowering): FunctionNode {
  const at = to.at(node);
  const { body } = node;
  const empty: Block = { kind: "Block", body: [], start: at.end, end: at.end };
  const returnType = to.type(node.type);
  return {
    ...(node.name && ts.isIdentifier(node.name) && node.name.text && { name: to.identifier(node.name) }),
    params: node.parameters
      .filter((parameter) => !isThis(parameter))
      .map((parameter) => lowerParameter(parameter, to)),
    body: !body ? empty : ts.isBlock(body) ? lowerBlock(body, to) : lowerExpression(body, to),
    arrow: ts.isArrowFunction(node),
    async: hasModifier(node, ts.SyntaxKind.AsyncKeyword),
    generator: "asteriskToken" in node && node.asteriskToken !== undefined,
    ...(returnType && { returnType }),
    ...at,
  };
}

const isThis = (parameter: ts.ParameterDeclaration): boolean =>
  ts.isIdentifier(parameter.name) && parameter.name.text === "this";

function lowerParameter(node: ts.ParameterDeclaration, to: Lowering): Parameter {
  const type = to.type(node.type);
  return {
    target: lowerBinding(node.name, to),
    ...(node.initializer && { default: lowerExpression(node.initializer, to) }),
    rest: node.dotDotDotToken !== undefined,
    optional: node.questionToken !== undefined,
    ...(type && { type }),
    property: (ts.getModifiers(node)?.length ?? 0) > 0,
    ...to.at(node),
  };
}

export function lowerClass(node: ts.ClassLikeDeclaration, to: Lowering): ClassNode {
  const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0];
  return {
    ...(node.name?.text && { name: to.identifier(node.name) }),
    ...(hasModifier(node, ts.SyntaxKind.AbstractKeyword) && { abstract: true as const }),
    ...(base && { superClass: lowerExpression(base.expression, to) }),
    members: node.members.flatMap((member) => lowerMember(member, to)),
    ...to.at(node),
  };
}

function lowerMember(node: ts.ClassElement, to: Lowering): Member[] {
  const at = to.at(node);
  const isStatic = hasModifier(node, ts.SyntaxKind.StaticKeyword);
  if (ts.isConstructorDeclaration(node)) {
    return node.body
      ? [
          {
            kind: "Method",
            key: { name: "constructor", start: at.start, end: at.start + 11 },
            fn: lowerFunction(node, to),
            static: false,
            role: "constructor",
            ...at,
          },
        ]
      : [];
  }
  if (ts.isMethodDeclaration(node) || ts.isGetAccessor(node) || ts.isSetAccessor(node)) {
    if (!node.body) return []; // an overload or an abstract method
    const role = ts.isGetAccessor(node) ? "get" : ts.isSetAccessor(node) ? "set" : "method";
    return [
      { kind: "Method", key: to.key(node.name), fn: lowerFunction(node, to), static: isStatic, role, ...at },
    ];
  }
  if (ts.isPropertyDeclaration(node)) {
    if (hasModifier(node, ts.SyntaxKind.DeclareKeyword)) return [];
    const type = to.type(node.type);
    return [
      {
        kind: "Field",
        key: to.key(node.name),
        ...(isGivenByOthers(node)
          ? { init: { kind: "Opaque" as const, ...at } }
          : node.initializer && { init: lowerExpression(node.initializer, to) }),
        static: isStatic,
        ...(type && { type }),
        ...at,
      },
    ];
  }
  if (ts.isClassStaticBlockDeclaration(node))
    return [{ kind: "StaticBlock", body: lowerBlock(node.body, to), ...at }];
  return [];
}

/** `@Input() size!: number`, `@property() units = 64`: who reads the decorator gives it another value. */
const isGivenByOthers = (node: ts.PropertyDeclaration): boolean =>
  (ts.getDecorators(node)?.length ?? 0) > 0 &&
  (!node.initializer ||
    ts.isLiteralExpression(node.initializer) ||
    ts.isArrayLiteralExpression(node.initializer));

export const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((modifier) => modifier.kind === kind)) ?? false;
