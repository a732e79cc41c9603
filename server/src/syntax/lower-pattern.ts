/** What stands on the left: names, members and destructuring, in declarations and in assignments. */
import * as ts from "typescript6";
import type { Pattern, PatternElement } from "./ir.ts";
import { lowerExpression } from "./lower-expression.ts";
import type { Lowering } from "./lowering.ts";

/** The target of a declaration: `x`, `{ a, b = 1 }`, `[first, ...rest]`. */
export function lowerBinding(node: ts.BindingName, to: Lowering): Pattern {
  const at = to.at(node);
  if (ts.isIdentifier(node)) return node.text === "" ? { kind: "Opaque", ...at } : to.identifier(node);
  if (ts.isArrayBindingPattern(node)) {
    const rest = node.elements.find((element) => ts.isBindingElement(element) && element.dotDotDotToken);
    const elements = node.elements
      .filter((element) => element !== rest)
      .map((element) => (ts.isOmittedExpression(element) ? undefined : bindingElement(element, to)));
    return {
      kind: "ArrayPattern",
      elements,
      ...(rest && ts.isBindingElement(rest) && { rest: lowerBinding(rest.name, to) }),
      ...at,
    };
  }
  const rest = node.elements.find((element) => element.dotDotDotToken);
  const properties = node.elements
    .filter((element) => element !== rest)
    .map((element) => ({
      key: to.key(element.propertyName ?? element.name),
      value: bindingElement(element, to),
      ...to.at(element),
    }));
  return { kind: "ObjectPattern", properties, ...(rest && { rest: lowerBinding(rest.name, to) }), ...at };
}

function bindingElement(node: ts.BindingElement, to: Lowering): PatternElement {
  return {
    target: lowerBinding(node.name, to),
    ...(node.initializer && { default: lowerExpression(node.initializer, to) }),
    ...to.at(node),
  };
}

/** The target of an assignment: an expression read as a pattern. */
export function lowerTarget(node: ts.Expression, to: Lowering): Pattern {
  const at = to.at(node);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node))
    return lowerTarget(node.expression, to);
  if (ts.isArrayLiteralExpression(node)) {
    const rest = node.elements.find(ts.isSpreadElement);
    const elements = node.elements
      .filter((element) => element !== rest)
      .map((element) => (ts.isOmittedExpression(element) ? undefined : targetElement(element, to)));
    return { kind: "ArrayPattern", elements, ...(rest && { rest: lowerTarget(rest.expression, to) }), ...at };
  }
  if (ts.isObjectLiteralExpression(node)) return objectTarget(node, to);
  const expression = lowerExpression(node, to);
  return expression.kind === "Identifier" || expression.kind === "Member"
    ? expression
    : { kind: "Opaque", ...at };
}

function objectTarget(node: ts.ObjectLiteralExpression, to: Lowering): Pattern {
  const rest = node.properties.find(ts.isSpreadAssignment);
  const properties = node.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) {
      const value: PatternElement = {
        target: to.identifier(property.name),
        ...(property.objectAssignmentInitializer && {
          default: lowerExpression(property.objectAssignmentInitializer, to),
        }),
        ...to.at(property),
      };
      return [{ key: to.key(property.name), value, ...to.at(property) }];
    }
    return ts.isPropertyAssignment(property)
      ? [{ key: to.key(property.name), value: targetElement(property.initializer, to), ...to.at(property) }]
      : [];
  });
  return {
    kind: "ObjectPattern",
    properties,
    ...(rest && { rest: lowerTarget(rest.expression, to) }),
    ...to.at(node),
  };
}

function targetElement(node: ts.Expression, to: Lowering): PatternElement {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return { target: lowerTarget(node.left, to), default: lowerExpression(node.right, to), ...to.at(node) };
  }
  return { target: lowerTarget(node, to), ...to.at(node) };
}
