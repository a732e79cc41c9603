/** Statements: what they do to the state, and how they end. */

import { join } from "../../facts/join.ts";
import { Scope } from "../../facts/scope.ts";
import { type Attempted, NO_CHANGES } from "../../facts/state.ts";
import type { Value } from "../../facts/values.ts";
import { constant, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Expression, Pattern, Statement, VariableDeclaration } from "../../syntax/ir.ts";
import { namesIn } from "../../syntax/walk.ts";
import { type Frame, inScope } from "../machine/run.ts";
import { nameOf, underNote } from "../tensors/contracts.ts";
import { binary } from "./arithmetic.ts";
import { narrowed } from "./branch.ts";
import { makeFunction } from "./call.ts";
import { makeClass } from "./classes.ts";
import { evaluate } from "./evaluate.ts";
import { executeLoop, isLoop } from "./loops.ts";
import { assignPattern, declarePattern } from "./patterns.ts";
import { executeSwitch } from "./switch.ts";
import { truth } from "./truth.ts";
import { homeOf } from "./var-names.ts";

export type Completion =
  | { readonly kind: "normal" | "throw" }
  | { readonly kind: "break" | "continue"; readonly label?: string }
  | { readonly kind: "return"; readonly value: Value };

export const NORMAL: Completion = { kind: "normal" };

/** Runs statements in order; functions and classes are there from the start. */
export function executeBlock(statements: readonly Statement[], frame: Frame): Completion {
  hoist(statements, frame);
  for (const [i, statement] of statements.entries()) {
    const completion = execute(statement, frame);
    if (completion.kind !== "normal") return completion;
    // after `if (x === null) return …` x is not null in what follows
    const after = statement.kind === "If" && !statement.alternate ? guarded(statement, frame) : frame;
    if (after !== frame) return executeBlock(statements.slice(i + 1), after);
  }
  return NORMAL;
}

function guarded(statement: Statement & { kind: "If" }, frame: Frame): Frame {
  const last =
    statement.consequent.kind === "Block" ? statement.consequent.body.at(-1) : statement.consequent;
  return last?.kind === "Return" || last?.kind === "Throw" || last?.kind === "Continue"
    ? narrowed(statement.test, false, frame)
    : frame;
}

function hoist(statements: readonly Statement[], frame: Frame): void {
  for (const statement of statements) {
    const declaration = statement.kind === "ExportDefault" ? statement.value : statement;
    if (declaration.kind === "FunctionDeclaration" && declaration.fn.name)
      frame.scope.declare(declaration.fn.name.name, makeFunction(declaration.fn, frame));
  }
}

export function execute(node: Statement, frame: Frame): Completion {
  frame.run.burn();
  switch (node.kind) {
    case "ExpressionStatement":
      if (node.expression.kind === "Assign") assignUnderNote(node, node.expression, frame);
      else evaluate(node.expression, frame);
      return NORMAL;
    case "VariableDeclaration":
      declareVariables(node, frame);
      return NORMAL;
    case "ClassDeclaration": {
      const cls = makeClass(node.cls, frame);
      if (node.cls.name) frame.scope.declare(node.cls.name.name, cls);
      return NORMAL;
    }
    case "EnumDeclaration":
      declareEnum(node, frame);
      return NORMAL;
    case "Return": {
      const value = node.argument ? evaluate(node.argument, frame) : UNDEFINED;
      if (node.argument && value.kind === "tensor")
        frame.run.state.record(frame.run.bindings, {
          span: { file: frame.file, start: node.argument.start, end: node.argument.end },
          name: "return",
          tensor: value.tensor,
          role: "return",
        });
      return { kind: "return", value };
    }
    case "If":
      return executeIf(node.test, node.consequent, node.alternate, frame);
    case "Block":
      return executeBlock(node.body, inScope(frame, new Scope(frame.scope)));
    case "For":
    case "ForOf":
    case "ForIn":
    case "While":
    case "DoWhile":
      return executeLoop(node, frame);
    case "Switch":
      return executeSwitch(node, frame);
    case "Throw":
      evaluate(node.argument, frame);
      frame.run.risks++;
      return { kind: "throw" };
    case "Try":
      return executeTry(node, frame);
    case "Break":
      return { kind: "break", ...(node.label && { label: node.label }) };
    case "Continue":
      return { kind: "continue", ...(node.label && { label: node.label }) };
    case "Labeled": {
      const { body, label } = node;
      const completion = isLoop(body)
        ? executeLoop(body, frame, label)
        : frame.run.state.stretch(() => execute(body, frame), waysOut("break", label));
      return completion.kind === "break" && completion.label === label ? NORMAL : completion;
    }
    case "OpaqueStatement":
      frame.run.gap(frame.file, node, "a statement that is not understood");
      return NORMAL;
    default:
      return NORMAL;
  }
}

export function declareVariables(node: VariableDeclaration, frame: Frame): void {
  const home = homeOf(node.declares, frame);
  for (const declaration of node.declarations) {
    if (!declaration.init && keepsValue(declaration.target, home, frame)) continue;
    const value = declaration.init ? evaluate(declaration.init, frame) : UNDEFINED;
    const { target, type, init } = declaration;
    const declared = { name: nameOf(target), place: target, type, value: init ?? target };
    if (target.kind === "Identifier")
      declarePattern(target, underNote(node, declared, value, frame), frame, { home });
    else {
      declarePattern(target, value, frame, { home });
      for (const name of frame.notes.all.length > 0 ? namesIn(target) : []) {
        const cell = home.own(name);
        if (cell)
          frame.run.state.set(cell, "value", underNote(node, { name, place: target }, cell.value, frame));
      }
    }
  }
}

/** `var x;` again, or of a parameter: it stays what it is. */
function keepsValue(target: Pattern, home: Scope, { vars }: Frame): boolean {
  const value = home === vars && target.kind === "Identifier" ? home.own(target.name)?.value : UNDEFINED;
  return value !== undefined && value !== UNDEFINED;
}

/** `// @shape [N, 10]` before an assignment speaks of what is assigned. */
function assignUnderNote(node: Statement, assign: Expression & { kind: "Assign" }, frame: Frame): void {
  const value = evaluate(assign, frame);
  const noted = frame.notes.all.length > 0 || frame.run.modules.get(frame.file)!.modelNotes.length > 0;
  if (assign.operator !== "=" || !noted) return;
  const { target } = assign;
  const name = target.kind === "Member" ? target.key.name : nameOf(target);
  const under = underNote(node, { name, place: target, value: assign.value }, value, frame);
  if (under !== value) assignPattern(target, under, frame);
}

function declareEnum(node: Statement & { kind: "EnumDeclaration" }, frame: Frame): void {
  const fields = new Map<string, Value>();
  const scope = new Scope(frame.scope);
  let next: Value = constant(0);
  for (const member of node.members) {
    const value: Value = member.init ? evaluate(member.init, inScope(frame, scope)) : next;
    scope.declare(member.name, value);
    fields.set(member.name, value);
    if (value.kind === "const" && typeof value.value === "number")
      fields.set(String(value.value), constant(member.name));
    next = binary("+", value, constant(1), frame, node);
  }
  frame.scope.declare(node.name, frame.run.world.object(fields));
}

function executeIf(test: Expression, yes: Statement, no: Statement | undefined, frame: Frame): Completion {
  const decided = truth(evaluate(test, frame));
  const runYes = (): Completion => execute(yes, narrowed(test, true, frame));
  const runNo = (): Completion => (no ? execute(no, narrowed(test, false, frame)) : NORMAL);
  if (decided !== undefined) return decided ? runYes() : runNo();
  return executeBoth(runYes, runNo, frame);
}

/** Both sides from the same state; the state and the completion that they leave together. */
function executeBoth(yes: () => Completion, no: () => Completion, frame: Frame): Completion {
  const a = frame.run.attempt(yes);
  const b = frame.run.attempt(no);
  return joinedSides(a, b, frame);
}

export type Side = Pick<Attempted<Completion>, "result" | "changes">;

/** The state behind two sides. Where only one falls through it goes on, and the other is a way out. */
function joinedSides(a: Side, b: Side, frame: Frame): Completion {
  const { state } = frame.run;
  const [x, y] = [a.result, b.result];
  if (x.kind === y.kind && labelOf(x) === labelOf(y)) {
    state.merge(a.changes, b.changes);
    return x.kind === "return" && y.kind === "return" ? { kind: "return", value: join(x.value, y.value) } : x;
  }
  const [out, on] = y.kind === "normal" || x.kind === "throw" ? [a, b] : [b, a];
  if (out.result.kind !== "throw") frame.run.perhapsLeft();
  if (out.result.kind !== "throw" || frame.run.tries > 0) state.leave(out.result, out.changes);
  state.commit(on.changes);
  return on.result;
}

const labelOf = (way: Completion): string | undefined => ("label" in way ? way.label : undefined);

/** Ways out by `break` or `continue` that end at a statement with this label, or without one. */
export const waysOut =
  (kind: "break" | "continue", label: string | undefined, bare = false) =>
  (way: unknown): boolean => {
    const completion = way as Completion;
    if (completion.kind !== kind) return false;
    return completion.label === undefined ? bare : completion.label === label;
  };

/** The block may end anywhere: the handler starts with whatever it may have done by then. */
function executeTry(node: Statement & { kind: "Try" }, frame: Frame): Completion {
  const { finalizer } = node;
  if (!finalizer) return tryBlock(node, frame);
  const { state } = frame.run;
  return state.stretch(
    () => {
      const result = tryBlock(node, frame);
      const ways = state.exits().map(({ way }) => way);
      state.takeIn(); // the finalizer runs on all ways out
      const last = execute(finalizer, frame);
      for (const way of ways) state.leave(way, NO_CHANGES);
      return last.kind === "normal" ? result : last;
    },
    () => false,
  );
}

function tryBlock({ block, param, handler }: Statement & { kind: "Try" }, frame: Frame): Completion {
  const { run } = frame;
  const { state } = run;
  if (!handler) return execute(block, frame);
  const { risks } = run;
  run.tries++;
  const tried = run.attempt(() => execute(block, frame), { watched: true });
  run.tries--;
  if (run.risks === risks && tried.result.kind !== "throw") {
    state.commit(tried.changes);
    return tried.result;
  }
  const thrown = state.drop((way) => (way as Completion).kind === "throw");
  const caught = run.attempt(() => {
    for (const { changes } of thrown) state.merge(changes, NO_CHANGES);
    state.mayHave(tried.changes);
    const inside = inScope(frame, new Scope(frame.scope));
    if (param) declarePattern(param, UNKNOWN, inside);
    return execute(handler, inside);
  });
  return joinedSides(tried, caught, frame);
}
