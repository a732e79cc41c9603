/**
 * Every node of a tree, outermost first.
 *
 *   walk(module.body, (node) => { if (node.kind === "Call") calls.push(node); });
 */
import type { Expression, Member, Pattern, Statement } from "./ir.ts";

/** What has a kind. Keys, parameters and the like are looked through. */
export type AnyNode = Statement | Expression | Member | Pattern;

/** `around`: the nodes that `node` stands in, innermost first. */
export function walk(
  tree: unknown,
  visit: (node: AnyNode, around: readonly AnyNode[]) => void,
  around: readonly AnyNode[] = [],
): void {
  if (Array.isArray(tree)) for (const item of tree) walk(item, visit, around);
  else if (typeof tree === "object" && tree !== null) {
    const node = "kind" in tree ? (tree as AnyNode) : undefined; // the tree is plain data: nothing else has a kind
    if (node) visit(node, around);
    const inside = node ? [node, ...around] : around;
    for (const inner of Object.values(tree)) walk(inner, visit, inside);
  }
}

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
