/**
 * What the functions of a source write outside of themselves, as far as its text tells: the names, fields and collections
 * that are not what they were made with once such a function has run.
 *
 *   let rows = [];
 *   export function add(row) { rows.push(row); }      // mutates the name `rows`
 *   class Table { load() { this.width = 3; } }        // writes the field `width`
 */

import type { FunctionWrites, LateWrites } from "../../facts/language.ts";
import type { FunctionCode } from "../../facts/program.ts";
import type { Expression, FunctionNode, Node, Pattern, Statement } from "../../syntax/ir.ts";
import { descend, isClass, isExpression, isFunction, isStatement, namesIn } from "../../syntax/walk.ts";

/** Everything that any function of these statements writes; `ran` leaves some out. */
export function lateWrites(
  body: readonly (Statement | FunctionNode)[],
  ran: (fn: FunctionCode) => boolean = () => false,
): LateWrites {
  const all = {
    names: new Set<string>(),
    changedNames: new Set<string>(),
    fields: new Set<string>(),
    changedFields: new Set<string>(),
  };
  for (const statement of body)
    for (const fn of functionsIn(statement)) {
      if (ran(fn)) continue;
      const own = writesOf(fn);
      for (const kind of ["names", "changedNames", "fields", "changedFields"] as const)
        for (const name of own[kind]) all[kind].add(name);
    }
  return all;
}

/** Whether a function calls methods of what its object holds, `this.encoder.fit(x)`: they write there, wherever they are declared. */
export function callsParts(fn: FunctionNode): boolean {
  let found = false;
  descend(fn.body, (node) => {
    if (isExpression(node, "Call") && node.callee.kind === "Member") {
      const { object } = node.callee;
      found ||= object.kind === "Member" && object.object.kind === "This";
    }
    return !found;
  });
  return found;
}

const known = new WeakMap<Node, readonly FunctionNode[]>();
const written = new WeakMap<FunctionNode, FunctionWrites>();
const constructors = new WeakSet<FunctionNode>();

/** All functions of a statement, nested ones too. */
export function functionsIn(statement: Statement | FunctionNode): readonly FunctionNode[] {
  let found = known.get(statement);
  if (!found) {
    const list: FunctionNode[] = [];
    descend(statement, (node) => {
      if (isFunction(node)) list.push(node);
      if (isClass(node))
        for (const member of node.members)
          if (member.kind === "Method" && member.role === "constructor") constructors.add(member.fn);
      return true;
    });
    found = list;
    known.set(statement, found);
  }
  return found;
}

type LoopOver = Extract<Statement, { kind: "ForOf" | "ForIn" }>;

const MUTATORS: ReadonlySet<string> = new Set([
  "push",
  "unshift",
  "pop",
  "shift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
  "set",
  "add",
  "delete",
  "clear",
]);

export function writesOf(fn: FunctionNode): FunctionWrites {
  const before = written.get(fn);
  if (before) return before;
  const names = new Set<string>();
  const changedNames = new Set<string>();
  const fields = new Set<string>();
  const changedFields = new Set<string>();
  const own = new Set<string>();
  const others = new Set<string>();
  const field = (object: Expression, name: string): void =>
    void (object.kind === "This" ? own : others).add(name);
  const declared = new Set<string>();
  // a constructor's `this` is nobody else's yet
  const ofOthers = (object: Expression): boolean => !(object.kind === "This" && constructors.has(fn));
  const change = (object: Expression): void => {
    if (object.kind === "Identifier") changedNames.add(object.name);
    else if (object.kind === "Member") {
      if (object.key.name === undefined) change(object.object);
      else if (ofOthers(object.object)) {
        changedFields.add(object.key.name);
        field(object.object, object.key.name);
      }
    }
  };
  const assign = (target: Pattern | Expression): void => {
    switch (target.kind) {
      case "Identifier":
        names.add(target.name);
        break;
      case "Member":
        if (target.key.name === undefined) change(target.object);
        else if (ofOthers(target.object)) {
          fields.add(target.key.name);
          field(target.object, target.key.name);
        }
        break;
      case "ArrayPattern":
        for (const element of target.elements) if (element) assign(element.target);
        if (target.rest) assign(target.rest);
        break;
      case "ObjectPattern":
        for (const { value } of target.properties) assign(value.target);
        if (target.rest) assign(target.rest);
        break;
    }
  };
  const declare = (target: Pattern): void => {
    for (const name of namesIn(target)) declared.add(name);
  };
  for (const { target } of fn.params) declare(target);
  descend(fn.body, (node) => {
    if (isFunction(node)) return false; // has writes of its own
    if (isExpression(node, "Assign")) assign(node.target);
    else if (isExpression(node, "Update")) assign(node.argument);
    else if (isExpression(node, "Unary") && node.operator === "delete") assign(node.argument);
    else if (isExpression(node, "Call")) {
      const { callee, args } = node;
      if (callee.kind === "Member" && MUTATORS.has(callee.key.name ?? "")) change(callee.object);
      if (callee.kind === "Member" && callee.key.name === "assign" && args[0] && args[0].kind !== "Spread")
        change(args[0]);
    } else if (isStatement(node, "VariableDeclaration"))
      for (const { target } of node.declarations) declare(target);
    else if (isStatement(node, "ForOf" as never) || isStatement(node, "ForIn" as never)) {
      const { declares, left } = node as LoopOver;
      if (declares) declare(left);
      else assign(left);
    }
    return true;
  });
  for (const name of declared) {
    names.delete(name);
    changedNames.delete(name);
  }
  const all = { names, changedNames, fields, changedFields, own, others };
  written.set(fn, all);
  return all;
}
