/**
 * Every node of a tree, outermost first.
 *
 *   walk(module.body, (node) => { if (node.kind === "Call") calls.push(node); });
 */
import type { ClassNode, Expression, FunctionNode, Member, Node, Pattern, Statement } from "./ir.ts";

/** What has a kind. Keys, parameters and the like are looked through. */
export type AnyNode = Statement | Expression | Member | Pattern;

/** `around`: the nodes that `node` stands in, innermost last; it changes as the walk goes on. */
export function walk(tree: object, visit: (node: AnyNode, around: readonly AnyNode[]) => void): void {
  const around: AnyNode[] = [];
  const below = (value: object): void => {
    const node = "kind" in value ? (value as AnyNode) : undefined; // the tree is plain data: nothing else has a kind
    if (node) {
      visit(node, around);
      around.push(node);
    }
    forEachChild(value, below);
    if (node) around.pop();
  };
  below(tree);
}

/** Calls `enter` for each part of a tree, functions and classes of their own among them; goes on below where it is true. */
export function descend(node: Node, enter: (node: Node) => boolean): void {
  if (!enter(node)) return;
  // as `forEachChild`, without a function for each node
  for (const key in node) {
    const child: unknown = node[key as keyof typeof node];
    if (typeof child !== "object" || child === null) continue;
    if (Array.isArray(child)) {
      for (const item of child as unknown[])
        if (typeof item === "object" && item !== null) descend(item as Node, enter);
    } else descend(child as Node, enter);
  }
}

function forEachChild(node: object, each: (child: object) => void): void {
  // whole files are walked with each keystroke: no list of the children is made
  for (const key in node) {
    const child: unknown = node[key as keyof typeof node];
    if (Array.isArray(child)) {
      for (const item of child as unknown[]) if (typeof item === "object" && item !== null) each(item);
    } else if (typeof child === "object" && child !== null) each(child);
  }
}

const kindOf = (node: Node): string | undefined => ("kind" in node ? (node.kind as string) : undefined);
export const isFunction = (node: Node): node is FunctionNode => "params" in node && "body" in node;
export const isClass = (node: Node): node is ClassNode => "members" in node && kindOf(node) === undefined;
export const isExpression = <K extends Expression["kind"]>(
  node: Node,
  kind: K,
): node is Extract<Expression, { kind: K }> => kindOf(node) === kind;
export const isStatement = <K extends Statement["kind"]>(
  node: Node,
  kind: K,
): node is Extract<Statement, { kind: K }> => kindOf(node) === kind;

/** Names that a pattern binds. */
export function namesIn(target: Pattern): string[] {
  switch (target.kind) {
    case "Identifier":
      return [target.name];
    case "ArrayPattern":
      return [
        ...target.elements.flatMap((element) => (element ? namesIn(element.target) : [])),
        ...(target.rest ? namesIn(target.rest) : []),
      ];
    case "ObjectPattern":
      return [
        ...target.properties.flatMap((property) => namesIn(property.value.target)),
        ...(target.rest ? namesIn(target.rest) : []),
      ];
    default:
      return [];
  }
}
