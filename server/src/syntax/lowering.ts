/** What all lowering functions share: positions and names. */
import * as ts from "typescript6";
import type { Expression, Identifier, Key, Node, TypeNote } from "./ir.ts";
import { lowerExpression } from "./lower-expression.ts";

export class Lowering {
  private readonly tree: ts.SourceFile;
  private readonly by: number;

  /** `by`: how far behind its place in the tree a node stands in the file. */
  constructor(tree: ts.SourceFile, by = 0) {
    this.tree = tree;
    this.by = by;
  }

  /** The stretch of a node without the comments in front of it. */
  at(node: ts.Node): Node {
    return { start: node.getStart(this.tree) + this.by, end: node.end + this.by };
  }

  text(node: ts.Node): string {
    return this.tree.text.slice(node.getStart(this.tree), node.end);
  }

  identifier(node: ts.Identifier): Identifier {
    return { kind: "Identifier", name: node.text, ...this.at(node) };
  }

  opaque(node: ts.Node): Expression {
    return { kind: "Opaque", ...this.at(node) };
  }

  key(name: ts.PropertyName | ts.BindingName): Key {
    const at = this.at(name);
    if (ts.isComputedPropertyName(name)) return { computed: lowerExpression(name.expression, this), ...at };
    if (
      ts.isIdentifier(name) ||
      ts.isPrivateIdentifier(name) ||
      ts.isStringLiteralLike(name) ||
      ts.isNumericLiteral(name)
    )
      return { name: name.text, ...at };
    return { computed: this.opaque(name), ...at };
  }

  imported(specifier: ts.Expression): string | undefined {
    if (!ts.isStringLiteralLike(specifier)) return undefined;
    return specifier.text;
  }

  type(node: ts.TypeNode | undefined): TypeNote | undefined {
    if (!node) return undefined;
    const text = this.text(node);
    const name = /^[\w$.]+/.exec(text)?.[0];
    const dims = /^Tensor\s*<\s*\[([^\]]*)\]\s*>/.exec(text)?.[1];
    return { text, ...(name && { name }), ...(dims !== undefined && { tensorDims: dims }), ...this.at(node) };
  }
}
