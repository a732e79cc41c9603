/**
 * Every node of a tree, outermost first.
 *
 *   walk(module.body, (node) => { if (node.kind === "Call") calls.push(node); });
 */
import type { Expression, Member, Pattern, Statement } from "./ir.ts";

/** What has a kind. Keys, parameters and the like are looked through. */
export type AnyNode = Statement | Expression | Member | Pattern;

/** `around`: the nodes that `node` stands in, innermost last; it changes as the walk goes on. */
export function walk(tree: unknown, visit: (node: AnyNode, around: readonly AnyNode[]) => void): void {
  const around: AnyNode[] = [];
  const below = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) below(item);
      return;
    }
    const node = "kind" in value ? (value as AnyNode) : undefined; // the tree is plain data: nothing else has a kind
    if (node) {
      visit(node, around);
      around.push(node);
    }
    for (const key in value) below((value as Record<string, unknown>)[key]);
    if (node) around.pop();
  };
  below(tree);
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
