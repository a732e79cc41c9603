/** Statements: what they do to the state, and how they end. */

import { join } from "../../facts/join.ts";
import { Scope } from "../../facts/scope.ts";
import type { Changes } from "../../facts/state.ts";
import { constant, truth, UNDEFINED, UNKNOWN } from "../../facts/value.ts";
import type { Value } from "../../facts/values.ts";
import type { Expression, Statement, VariableDeclaration } from "../../syntax/ir.ts";
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

export type Completion =
  | { readonly kind: "normal" | "throw" }
  | { readonly kind: "break" | "continue"; readonly label?: string; readonly maybe?: boolean }
  | { readonly kind: "return"; readonly value: Value };

export const NORMAL: Completion = { kind: "normal" };
/** The end of a branch that left the loop or may not have: the loop is no longer followed step by step. */
export const MAYBE_BREAK: Completion = { kind: "break", maybe: true };

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
      const completion = isLoop(node.body)
        ? executeLoop(node.body, frame, node.label)
        : execute(node.body, frame);
      return completion.kind === "break" && completion.label === node.label ? NORMAL : completion;
    }
    case "OpaqueStatement":
      frame.run.gap(frame.file, node, "a statement that is not understood");
      return NORMAL;
    default:
      return NORMAL;
  }
}

export function declareVariables(node: VariableDeclaration, frame: Frame): void {
  for (const declaration of node.declarations) {
    const value = declaration.init ? evaluate(declaration.init, frame) : UNDEFINED;
    const { target, type, init } = declaration;
    const declared = { name: nameOf(target), place: target, type, value: init ?? target };
    if (target.kind === "Identifier") declarePattern(target, underNote(node, declared, value, frame), frame);
    else {
      declarePattern(target, value, frame);
      for (const name of frame.notes.all.length > 0 ? namesIn(target) : []) {
        const cell = frame.scope.own(name);
        if (cell)
          frame.run.state.set(cell, "value", underNote(node, { name, place: target }, cell.value, frame));
      }
    }
  }
}

/** `// @shape [N, 10]` before an assignment speaks of what is assigned. */
function assignUnderNote(node: Statement, assign: Expression & { kind: "Assign" }, frame: Frame): void {
  const value = evaluate(assign, frame);
  if (assign.operator !== "=" || frame.notes.all.length === 0) return;
  const { target } = assign;
  const name = target.kind === "Member" ? target.key.name : nameOf(target);
  const noted = underNote(node, { name, place: target, value: assign.value }, value, frame);
  if (noted !== value) assignPattern(target, noted, frame);
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
export function executeBoth(yes: () => Completion, no: () => Completion, frame: Frame): Completion {
  const a = frame.run.attempt(yes);
  const b = frame.run.attempt(no);
  return joinedSides(a, b, frame);
}

function joinedSides(a: Side, b: Side, frame: Frame): Completion {
  const { state } = frame.run;
  if (a.result.kind === "normal" && b.result.kind === "normal") {
    state.merge(a.changes, b.changes);
    return NORMAL;
  }
  return afterBoth(a, b, frame);
}

interface Side {
  readonly result: Completion;
  readonly changes: Changes;
}

/** One side at least does not fall through: its return is remembered, and the other goes on. */
function afterBoth(a: Side, b: Side, frame: Frame): Completion {
  const { state } = frame.run;
  for (const [side, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (side.result.kind !== "throw" && side.result.kind !== "return") continue;
    if (side.result.kind === "return") {
      if (other.result.kind === "return") {
        state.merge(a.changes, b.changes);
        return {
          kind: "return",
          value: join((a.result as typeof side.result).value, (b.result as typeof side.result).value),
        };
      }
      if (other.result.kind === "throw") {
        state.commit(side.changes);
        return side.result;
      }
      frame.returns.push(side.result.value);
      frame.run.perhapsReturned();
    }
    state.commit(other.changes);
    return other.result;
  }
  state.merge(a.changes, b.changes);
  return MAYBE_BREAK;
}

function executeSwitch(node: Statement & { kind: "Switch" }, frame: Frame): Completion {
  const value = evaluate(node.discriminant, frame);
  const inside = inScope(frame, new Scope(frame.scope));
  const from = (index: number) => (): Completion => {
    for (const clause of node.cases.slice(index)) {
      const completion = executeBlock(clause.body, inside);
      if (completion.kind === "break" && !completion.label && !completion.maybe) return NORMAL;
      if (completion.kind !== "normal") return completion;
    }
    return NORMAL;
  };
  const fallback = node.cases.findIndex((clause) => !clause.test);
  const otherwise = fallback < 0 ? (): Completion => NORMAL : from(fallback);
  // the cases that may match, in order, up to one that certainly does
  const possible: number[] = [];
  for (const [i, clause] of node.cases.entries()) {
    if (!clause.test) continue;
    const matches = truth(binary("===", value, evaluate(clause.test, inside), frame, clause.test));
    if (matches === true && possible.length === 0) return from(i)();
    if (matches !== false) possible.push(i);
    if (matches === true) break;
  }
  return possible.reduceRight<() => Completion>(
    (rest, i) => () => executeBoth(from(i), rest, frame),
    otherwise,
  )();
}

/** The block may end anywhere: the handler starts with whatever it may have done by then. */
function executeTry(node: Statement & { kind: "Try" }, frame: Frame): Completion {
  const { handler } = node;
  if (!handler) return afterFinally(execute(node.block, frame), node, frame);
  const { state } = frame.run;
  const { risks } = frame.run;
  const tried = frame.run.attempt(() => execute(node.block, frame));
  if (frame.run.risks === risks && tried.result.kind !== "throw") {
    state.commit(tried.changes);
    return afterFinally(tried.result, node, frame);
  }
  const caught = frame.run.attempt(() => {
    state.mayHave(tried.changes);
    const inside = inScope(frame, new Scope(frame.scope));
    if (node.param) declarePattern(node.param, UNKNOWN, inside);
    return execute(handler, inside);
  });
  return afterFinally(joinedSides(tried, caught, frame), node, frame);
}

function afterFinally(result: Completion, node: Statement & { kind: "Try" }, frame: Frame): Completion {
  const last = node.finalizer ? execute(node.finalizer, frame) : NORMAL;
  return last.kind === "normal" ? result : last;
}
