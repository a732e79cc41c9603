/**
 * How many elements a loop over pixels or samples adds to its lists, where each pass adds as many.
 *
 *   for (let i = 0; i < data.length; i += 4) { red.push(data[i]); green.push(data[i + 1]); }   // data.length / 4 each
 */
import {
  add,
  type Dim,
  divideExactly,
  floorDiv,
  isUnknown,
  max,
  mul,
  sub,
  unknown,
} from "@convlens/engine/specs";
import { countOf } from "../../facts/join.ts";
import { Scope } from "../../facts/scope.ts";
import type { ArrayValue, Value } from "../../facts/values.ts";
import { asNumber, constant, toDim } from "../../facts/vocabulary.ts";
import type { Expression, Identifier, Pattern, Statement } from "../../syntax/ir.ts";
import { namesIn, walk } from "../../syntax/walk.ts";
import { type Frame, inScope } from "../machine/run.ts";
import { evaluate } from "./evaluate.ts";
import { keptBy } from "./kept.ts";
import { truth } from "./truth.ts";
import { lengthOfSource } from "./typed-arrays.ts";

/** What a loop does, as far as its text tells. */
interface Tally {
  readonly pushes: { readonly list: Identifier; readonly count: Dim }[];
  /** Names that say how often it runs, and names that it writes to: they must not meet. */
  readonly read: Set<string>;
  readonly written: Set<string>;
  /** What its passes are counted with: a body that changes it skips some. */
  readonly indices: Set<string>;
  /** What it writes elements of. */
  readonly filled: Identifier[];
  readonly frame: Frame;
}

/** A loop around a statement: how often it runs in all, and its index at the first pass, where there is one. */
interface Around {
  readonly runs: Dim;
  readonly index?: { readonly name: string; readonly from: Value; readonly step: number };
  /** How often it is begun, and how many passes it has each time. */
  readonly begun: Dim;
  readonly passes: Dim;
}
const ONCE: Around = { runs: 1, begun: 1, passes: 1 };

/** Lists with the number of elements that they have when the loop, which is about to begin, has ended. */
export function countedPushes(node: Statement, frame: Frame): ReadonlyMap<ArrayValue, Dim> {
  const tally: Tally = {
    pushes: [],
    read: new Set(),
    written: new Set(),
    indices: new Set(),
    filled: [],
    frame,
  };
  const counts = new Map<ArrayValue, Dim>();
  if (!follow(node, ONCE, tally) || tally.pushes.length === 0) return counts;
  if (tally.pushes.some(({ list }) => tally.written.has(list.name) || tally.read.has(list.name)))
    return counts;
  if ([...tally.read].some((name) => tally.written.has(name))) return counts;
  for (const { list, count } of tally.pushes) {
    const value = look(list, frame);
    const before = value.kind === "array" ? (counts.get(value) ?? countOf(value)) : undefined;
    if (value.kind !== "array" || before === undefined) return new Map();
    counts.set(value, add(before, count));
  }
  const grows = (name: Identifier): boolean => {
    const value = look(name, frame);
    return value.kind === "array" && (counts.has(value) || tally.read.has(name.name));
  };
  return tally.filled.some(grows) ? new Map() : counts;
}

/** Adds up what the statement pushes; false where it may do anything else to a list. */
function follow(node: Statement, around: Around, tally: Tally): boolean {
  switch (node.kind) {
    case "Empty":
      return true;
    case "Block":
      return node.body.every((statement) => follow(statement, around, tally));
    case "VariableDeclaration":
      return node.declarations.every(({ target, init }) => {
        for (const name of namesIn(target)) tally.written.add(name);
        return isPlain(target) && (!init || isQuiet(init, tally));
      });
    case "ExpressionStatement": {
      const push = pushedTo(node.expression);
      if (!push) return isQuiet(node.expression, tally);
      tally.pushes.push({ list: push.list, count: mul(around.runs, push.args.length) });
      return push.args.every((arg) => arg.kind !== "Spread" && isQuiet(arg, tally));
    }
    case "If": {
      const kept = node.alternate ? undefined : keptPasses(node.test, around, tally);
      if (kept === undefined || !isQuiet(node.test, tally)) return false;
      return follow(node.consequent, { ...ONCE, runs: kept }, tally);
    }
    case "For":
    case "ForOf": {
      const loop = passesOf(node, tally);
      if (!loop) return false;
      const runs = mul(around.runs, loop.passes);
      return follow(node.body, { ...loop, runs, begun: around.runs }, tally);
    }
    default:
      return false;
  }
}

/** `const [r, g, b] = …` takes elements out, and does nothing else. */
const isPlain = (target: Pattern): boolean =>
  target.kind === "Identifier" ||
  (target.kind === "ArrayPattern" &&
    target.elements.every(
      (element) => !element || (element.target.kind === "Identifier" && !element.default),
    ));

/** In how many passes a test of the index alone holds. */
function keptPasses(test: Expression, { index, begun, passes }: Around, { frame }: Tally): Dim | undefined {
  const first = index && asNumber(index.from);
  if (first === undefined || !index) return undefined;
  const kept = keptBy(test, index.name, passes, (i) => {
    const inner = inScope(frame, new Scope(frame.scope));
    inner.scope.declare(index.name, constant(first + i * index.step));
    return truth(look(test, inner));
  });
  return kept === undefined ? undefined : mul(begun, kept);
}

interface Push {
  readonly list: Identifier;
  readonly args: (Expression & { kind: "Call" })["args"];
}
function pushedTo(expression: Expression): Push | undefined {
  if (expression.kind !== "Call" || expression.optional) return undefined;
  const { callee, args } = expression;
  if (callee.kind !== "Member" || callee.key.name !== "push" || callee.object.kind !== "Identifier")
    return undefined;
  return { list: callee.object, args };
}

/** How often the body runs; undefined where that is not known before. */
function passesOf(
  node: Statement & { kind: "For" | "ForOf" | "ForIn" },
  tally: Tally,
): Pick<Around, "passes" | "index"> | undefined {
  const { frame } = tally;
  if (node.kind !== "For") {
    for (const name of namesIn(node.left)) tally.written.add(name);
    const passes = isBound(node.right, tally) ? lengthOfSource(look(node.right, frame)) : unknown;
    return isUnknown(passes) ? undefined : { passes };
  }
  const { init, test, update } = node;
  const [first, ...others] = init?.kind === "VariableDeclaration" ? init.declarations : [];
  if (first?.target.kind !== "Identifier" || !first.init || others.length > 0) return undefined;
  const { name } = first.target;
  tally.written.add(name);
  tally.indices.add(name);
  const step = update && stepOf(update, name);
  if (!step || test?.kind !== "Binary" || !/^<=?$/.test(test.operator)) return undefined;
  if (test.left.kind !== "Identifier" || test.left.name !== name) return undefined;
  if (!isBound(first.init, tally) || !isBound(test.right, tally)) return undefined;
  const [from, to] = [look(first.init, frame), look(test.right, frame)];
  if (!isWhole(from) || !isWhole(to)) return undefined;
  const range = add(sub(toDim(to), toDim(from)), test.operator === "<" ? 0 : 1);
  if (isUnknown(range)) return undefined;
  const passes = max(divideExactly(range, step) ?? floorDiv(add(range, step - 1), step), 0);
  return { passes, index: { name, from, step } };
}

/** Half a pixel is a pass, or none. */
const isWhole = (value: Value): boolean =>
  value.kind === "size" || (value.kind === "const" && Number.isSafeInteger(value.value));

/** `i++`, `i += 4`: by how much. */
function stepOf(update: Expression, name: string): number | undefined {
  if (update.kind === "Update")
    return update.operator === "++" && isName(update.argument, name) ? 1 : undefined;
  if (update.kind !== "Assign" || update.operator !== "+=" || !isName(update.target, name)) return undefined;
  const { value } = update;
  const step = value.kind === "Literal" && typeof value.value === "number" ? value.value : 0;
  return Number.isSafeInteger(step) && step > 0 ? step : undefined;
}

const isName = (node: { readonly kind: string }, name: string): boolean =>
  node.kind === "Identifier" && (node as Identifier).name === name;

/** Reads and computes, and writes to variables and elements alone: no list becomes longer by it. */
function isQuiet(expression: Expression, { written, indices, filled, frame }: Tally): boolean {
  let quiet = true;
  walk(expression, (node) => {
    switch (node.kind) {
      case "Call":
        quiet &&= isOfNumbers(node.callee) || takesPart(node.callee, frame);
        break;
      case "Assign":
      case "Update": {
        const target = node.kind === "Assign" ? node.target : node.argument;
        if (target.kind === "Identifier" && !indices.has(target.name)) written.add(target.name);
        else if (target.kind === "Member" && target.key.computed && target.object.kind === "Identifier")
          filled.push(target.object);
        else quiet = false;
        break;
      }
      default:
        quiet &&= PLAIN.has(node.kind);
    }
  });
  return quiet;
}
const PLAIN: ReadonlySet<string> = new Set([
  ...["Identifier", "Literal", "Member", "Binary", "Logical", "Conditional", "This", "Sequence", "Unary"],
]);

/** `Math.round(x)`, `BigInt(x)`. */
const isOfNumbers = (callee: Expression): boolean =>
  (callee.kind === "Member" && isName(callee.object, "Math")) ||
  (callee.kind === "Identifier" && /^(Number|BigInt|String|parseFloat|parseInt)$/.test(callee.name));

/** `pixels.slice(i, i + 3)` of numbers. */
const takesPart = (callee: Expression, frame: Frame): boolean =>
  callee.kind === "Member" &&
  /^(slice|subarray|at)$/.test(callee.key.name ?? "") &&
  look(callee.object, frame).kind === "typed-array";

/** Whether the expression says a number that is the same before and in the loop, as long as its names are not written to. */
function isBound(expression: Expression, tally: Tally): boolean {
  walk(expression, (node) => {
    if (node.kind === "Identifier") tally.read.add(node.name);
  });
  return isQuiet(expression, tally);
}

/** What the expression is before the loop; nobody is told. */
const look = (expression: Expression, frame: Frame): Value =>
  frame.run.attempt(() => evaluate(expression, frame), { trial: true }).result;
