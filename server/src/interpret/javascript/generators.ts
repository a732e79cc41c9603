/**
 * Generators: what they yield, as a list. One that never ends, or yields where that is not decided, goes on with something
 * like what it gave so far.
 *
 *   function* batches(n: number) { for (let i = 0; i < n; i++) yield randn([16, 3, 32, 32]); }
 */

import { join } from "../../facts/join.ts";
import type { ArrayValue, Value } from "../../facts/values.ts";
import { UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import type { Expression } from "../../syntax/ir.ts";
import { elementsOf } from "../machine/elements.ts";
import type { Frame } from "../machine/run.ts";
import { siteOf } from "./call-expression.ts";
import { evaluate } from "./evaluate.ts";

const MOST = 256; // values of one generator

/** Thrown inside of a generator that has given enough. */
const ENOUGH = new Error("a generator without an end");

/**
 * The list that a generator gives; `body` runs with `frame.yields` in place. Whoever takes only some of it leaves the rest
 * of the body undone.
 */
export function runGenerator(frame: Frame, body: (frame: Frame) => unknown): ArrayValue {
  const { result, changes } = frame.run.state.attempt(() => listOf(frame, body), { watched: true });
  frame.run.state.mayHave(changes);
  return result;
}

function listOf(frame: Frame, body: (frame: Frame) => unknown): ArrayValue {
  const list = frame.run.world.array([]);
  const seen: Value[] = [];
  let ended = true;
  try {
    body({ ...frame, yields: { list, seen } });
  } catch (error) {
    if (error !== ENOUGH) throw error;
    ended = false;
  }
  if (ended && list.complete) return list;
  return frame.run.world.array(
    ended ? [] : list.elements,
    false,
    seen.length > 0 ? seen.reduce(join) : undefined,
  );
}

export function evaluateYield(node: Expression & { kind: "Yield" }, frame: Frame): Value {
  const value = node.argument ? evaluate(node.argument, frame) : UNDEFINED;
  const { yields } = frame;
  if (!yields) return UNKNOWN;
  const inner =
    node.delegate && node.argument ? elementsOf(value, siteOf(node.argument, frame, [], [])) : undefined;
  const given = node.delegate ? (inner?.elements ?? []) : [value];
  yields.seen.push(...given, ...(inner?.rest ? [inner.rest] : []));
  const complete = yields.list.complete && (!node.delegate || inner?.complete === true);
  frame.run.state.append(yields.list, given);
  frame.run.state.setElements(yields.list, yields.list.elements, complete);
  if (yields.seen.length > MOST) throw ENOUGH;
  return UNKNOWN;
}
