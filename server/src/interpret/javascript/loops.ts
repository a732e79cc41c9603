/** Loops: step by step while their bounds are known; otherwise the body once, for what holds in every pass. */

import { join } from "../../facts/join.ts";
import { Scope } from "../../facts/scope.ts";
import { type Attempted, NO_CHANGES } from "../../facts/state.ts";
import type { ArrayValue, Value } from "../../facts/values.ts";
import { constant, fieldsIn, listedOrder, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Pattern, Statement } from "../../syntax/ir.ts";
import { MOST_TRIALS, settle } from "../machine/any-times.ts";
import { elementsOf } from "../machine/elements.ts";
import { type Frame, inScope } from "../machine/run.ts";
import { unrolling, usesSince } from "../machine/unrolling.ts";
import { siteOf } from "./call-expression.ts";
import { countedPushes } from "./counted-pushes.ts";
import { evaluate } from "./evaluate.ts";
import { type Completion, declareVariables, execute, NORMAL, waysOut } from "./execute.ts";
import { assignPattern, declarePattern } from "./patterns.ts";
import { truth } from "./truth.ts";
import { homeOf } from "./var-names.ts";

type Loop = Statement & { kind: "For" | "ForOf" | "ForIn" | "While" | "DoWhile" };
export const isLoop = (node: Statement): node is Loop => /^(For|ForOf|ForIn|While|DoWhile)$/.test(node.kind);
const MOST_DEEP = 2; // loops in loops whose first pass is looked at by itself
const MOST_REPEATS = 2; // runs of a model that tell nothing new: the loop trains or measures

/** Runs a loop; `label` is the name that its own `break` and `continue` may carry. */
export function executeLoop(node: Loop, frame: Frame, label?: string): Completion {
  const inside = inScope(frame, new Scope(frame.scope));
  const { run } = frame;
  const counts = countedPushes(node, frame);
  run.loops++;
  try {
    return run.state.stretch(() => runLoop(node, inside, label), waysOut("break", label, true));
  } finally {
    run.loops--;
    for (const [list, count] of counts)
      if (!list.complete) run.state.setElements(list, list.elements, false, list.rest, count);
  }
}

function runLoop(node: Loop, frame: Frame, label: string | undefined): Completion {
  switch (node.kind) {
    case "For":
      if (node.init?.kind === "VariableDeclaration") declareVariables(node.init, frame);
      else if (node.init) evaluate(node.init, frame);
      return whileTrue(node, frame, label);
    case "While":
    case "DoWhile":
      return whileTrue(node, frame, label);
    default:
      return forEach(node, frame, label);
  }
}

/** One pass; what it skips by `continue` meets at its end. */
const runBody = (node: Loop, frame: Frame, label: string | undefined): Completion =>
  frame.run.state.stretch(() => execute(node.body, frame), waysOut("continue", label, true));

/** Whether the loop has perhaps been left: it is no longer followed step by step. */
const perhapsOver = ({ run }: Frame): boolean =>
  run.state.exits().some(({ way }) => (way as Completion).kind !== "throw");

function whileTrue(
  node: Loop & { kind: "For" | "While" | "DoWhile" },
  frame: Frame,
  label: string | undefined,
): Completion {
  let inside = frame;
  const pass = (): Completion => {
    if (node.test && node.kind !== "DoWhile") evaluate(node.test, inside);
    const completion = runBody(node, inside, label);
    if (!loopEnd(completion, label)) update(node, inside);
    if (node.test && node.kind === "DoWhile") evaluate(node.test, inside);
    return completion;
  };
  const { run } = frame;
  const from = run.applications.length;
  const repeated = run.repeats;
  const enough = unrolling(run);
  for (let count = 0; !enough() && run.repeats - repeated < MOST_REPEATS; count++) {
    const goesOn =
      (node.kind === "DoWhile" && count === 0) || !node.test ? true : truth(evaluate(node.test, inside));
    if (goesOn === false) return NORMAL;
    if (goesOn === undefined && count === 0 && run.loops <= MOST_DEEP)
      return perhapsOnce(
        () => {
          const end = loopEnd(runBody(node, inside, label), label);
          if (!end) update(node, inside);
          return end;
        },
        () => widen(pass, inside, usesSince(run, from)),
        frame,
      );
    if (goesOn === undefined) break;
    const completion = runBody(node, inside, label);
    const end = loopEnd(completion, label);
    if (end) return end;
    // each pass has its own `i`, which functions made in it keep
    if (node.kind === "For") inside = inScope(inside, inside.scope.copy());
    update(node, inside);
    if (perhapsOver(frame)) break;
  }
  return widen(pass, inside, usesSince(run, from));
}

/**
 * A loop that need not run at all: its first pass knows what stands before the loop, and `others` what it left behind.
 *
 *   for (let i = 0; i < sizes.length; i++)
 *     model.add(tf.layers.dense({ units: sizes[i], inputShape: i === 0 ? [4] : undefined }));
 */
function perhapsOnce(
  first: () => Completion | undefined,
  others: () => Completion,
  { run }: Frame,
): Completion {
  const { changes, result } = run.attempt(() => first() ?? others());
  run.state.merge(changes, NO_CHANGES);
  if (result.kind !== "normal") {
    run.perhapsLeft();
    run.state.leave(result, changes);
  }
  return NORMAL;
}

function update(node: Loop, frame: Frame): void {
  if (node.kind === "For" && node.update) evaluate(node.update, frame);
}

/** How the loop as a whole ends, if this completion of its body ends it. */
function loopEnd(completion: Completion, label: string | undefined): Completion | undefined {
  switch (completion.kind) {
    case "break":
      return completion.label ? completion : NORMAL;
    case "continue":
      return completion.label && completion.label !== label ? completion : undefined;
    case "normal":
      return undefined;
    default:
      return completion;
  }
}

function forEach(
  node: Loop & { kind: "ForOf" | "ForIn" },
  frame: Frame,
  label: string | undefined,
): Completion {
  const subject = evaluate(node.right, frame);
  const list =
    node.kind === "ForIn" ? keysOf(subject, frame) : elementsOf(subject, siteOf(node.right, frame, [], []));
  const pass = (element: Value) => (): Completion => {
    const inside = inScope(frame, new Scope(frame.scope));
    give(node.left, node.declares, element, inside);
    return runBody(node, inside, label);
  };
  const further = (): Value => [...(list?.elements ?? []), ...(list?.rest ? [list.rest] : [])].reduce(join);
  const { run } = frame;
  const from = run.applications.length;
  const repeated = run.repeats;
  const enough = unrolling(run);
  const changed = watch(subject, node.kind);
  // a list is read as it is by then: the body may add to it, or take away
  for (let i = 0; ; i++) {
    const element = list?.elements[i];
    if (!element) break;
    if (run.repeats - repeated >= MOST_REPEATS || enough())
      return widen(pass(further()), frame, usesSince(run, from));
    run.burn(2);
    const completion = pass(element)();
    const end = loopEnd(completion, label);
    if (end) return end;
    if (changed(i)) return widen(pass(UNKNOWN), frame, usesSince(run, from));
    if (perhapsOver(frame) && !(list?.complete && i === list.elements.length - 1)) {
      const next = list?.complete || list?.rest ? further() : UNKNOWN;
      return widen(pass(next), frame, usesSince(run, from));
    }
  }
  if (list?.complete) return NORMAL;
  const next = pass(list?.rest ? further() : UNKNOWN);
  const others = (): Completion => widen(next, frame, usesSince(run, from));
  if (list?.elements.length || run.loops > MOST_DEEP) return others();
  return perhapsOnce(() => loopEnd(next(), label), others, frame);
}

/** Tells, behind the pass at an index, whether what is gone through has changed: other names, or other values further on. */
function watch(subject: Value, kind: Loop["kind"]): (at: number) => boolean {
  if (subject.kind !== "object" || (kind === "ForOf" && !subject.base)) return () => false;
  const before = [...subject.fields];
  return (at) => {
    const { fields, complete } = subject;
    const same =
      fields.size === before.length &&
      before.every(([name, value], i) => (i > at ? fields.get(name) === value : fields.has(name)));
    return !same || (!complete && at === before.length - 1);
  };
}

function give(target: Pattern, declares: string | undefined, value: Value, frame: Frame): void {
  if (declares) declarePattern(target, value, frame, { home: homeOf(declares, frame) });
  else assignPattern(target, value, frame);
}

function keysOf(value: Value, frame: Frame): ArrayValue | undefined {
  if (value.kind === "array")
    return frame.run.world.array(
      value.elements.map((_, i) => constant(String(i))),
      value.complete,
    );
  if (value.kind !== "object") return undefined;
  const { entries, complete } = fieldsIn(value);
  return frame.run.world.array(
    listedOrder(entries).map(([key]) => constant(key)),
    complete && !value.base,
  );
}

/**
 * A body that runs an unknown number of times. It is tried without a word until what it changes, joined with what was
 * there, changes no more; then it runs for its findings, from what holds in every pass.
 */
function widen(body: () => Completion, frame: Frame, passed: ReadonlySet<string>): Completion {
  const { run } = frame;
  for (let pass = 0; pass < MOST_TRIALS; pass++) {
    const { changes, plain } = run.attempt(body, { trial: true });
    if (run.state.merge(changes, NO_CHANGES, pass < MOST_TRIALS - 1 ? join : settle)) continue;
    if (plain) return NORMAL; // it has nothing to tell
    break;
  }
  run.passed.push(passed);
  let last: Attempted<Completion>;
  try {
    last = run.attempt(body);
  } finally {
    run.passed.pop();
  }
  run.state.merge(last.changes, NO_CHANGES, settle);
  // a pass that certainly ends is a way out of a loop that need not run
  if (last.result.kind !== "normal") {
    run.perhapsLeft();
    run.state.leave(last.result, last.changes);
  }
  return NORMAL;
}
