/** A parsed file as a plain module: statements, comments and the modules it names. */
import * as ts from "typescript6";
import { commentsOf } from "./comments.ts";
import type { Module } from "./ir.ts";
import { lowerStatements } from "./lower-statement.ts";
import { Lowering } from "./lowering.ts";

export function lowerModule(tree: ts.SourceFile): Module {
  const lowering = new Lowering(tree);
  const body = lowerStatements(tree.statements, lowering);
  return {
    kind: "Module",
    start: 0,
    end: tree.end,
    body,
    comments: commentsOf(tree.text, tree.languageVariant === ts.LanguageVariant.JSX),
    imports: lowering.imports,
  };
}
