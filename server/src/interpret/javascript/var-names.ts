/**
 * Names declared by `var`, which belong to the whole function wherever in it they stand:
 *
 *   if (wide) { var width = 64; }
 *   new nn.Conv2d(width, 8, 3);      // 64 or undefined
 */

import type { Scope } from "../../facts/scope.ts";
import { UNDEFINED } from "../../facts/vocabulary.ts";
import type { Statement } from "../../syntax/ir.ts";
import { namesIn } from "../../syntax/walk.ts";
import type { Frame } from "../machine/run.ts";

/** The frame of a function's body, or a file's, with all names of its `var`s declared. */
export function withVars(body: readonly Statement[], frame: Frame): Frame {
  const { scope } = frame;
  for (const name of varsIn(body)) if (!scope.own(name)) scope.declare(name, UNDEFINED);
  return { ...frame, vars: scope };
}

/** The scope that holds what a declaration of this kind names. */
export const homeOf = (declares: string | undefined, { vars, scope }: Frame): Scope =>
  (declares === "var" && vars) || scope;

const known = new WeakMap<readonly Statement[], readonly string[]>();

function varsIn(body: readonly Statement[]): readonly string[] {
  const found = known.get(body);
  if (found) return found;
  const names = new Set<string>();
  for (const statement of body) collect(statement, names);
  const list = [...names];
  known.set(body, list);
  return list;
}

function collect(node: Statement | undefined, names: Set<string>): void {
  switch (node?.kind) {
    case "VariableDeclaration":
      if (node.declares === "var")
        for (const { target } of node.declarations) for (const name of namesIn(target)) names.add(name);
      return;
    case "Block":
      for (const statement of node.body) collect(statement, names);
      return;
    case "If":
      collect(node.consequent, names);
      collect(node.alternate, names);
      return;
    case "For":
      if (node.init?.kind === "VariableDeclaration") collect(node.init, names);
      collect(node.body, names);
      return;
    case "ForOf":
    case "ForIn":
      if (node.declares === "var") for (const name of namesIn(node.left)) names.add(name);
      collect(node.body, names);
      return;
    case "While":
    case "DoWhile":
    case "Labeled":
      collect(node.body, names);
      return;
    case "Switch":
      for (const { body } of node.cases) for (const statement of body) collect(statement, names);
      return;
    case "Try":
      collect(node.block, names);
      collect(node.handler, names);
      collect(node.finalizer, names);
      return;
  }
}
