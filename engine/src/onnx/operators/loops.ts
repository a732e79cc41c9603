/**
 * Loop and Scan: a body that runs again and again. A state whose shape the body keeps has it at the end, too; what each
 * pass gives is stacked. https://onnx.ai/onnx/operators/onnx__Loop.html, onnx__Scan.html
 */
import { type Dim, isUnknown, unknown } from "../../specs/index.ts";
import { axisOf, type Operator } from "./node-call.ts";
import { NOTHING, ofShape, type Value } from "./value.ts";

const MOST_TRIALS = 3;

/** What holds before each pass and after all: sizes that a pass changes are unknown. Other outputs are the last pass's. */
function settled(
  states: readonly Value[],
  pass: (states: readonly Value[]) => readonly Value[],
): { readonly states: readonly Value[]; readonly gives: readonly Value[] } {
  // numbers in a state differ from pass to pass
  let held = states.map(({ shape, type }) => ofShape(shape, type));
  for (let trial = 0; trial < MOST_TRIALS; trial++) {
    const gives = pass(held);
    const next = held.map((state, i) => common(state, gives[i] ?? NOTHING));
    if (next.every((state, i) => state === held[i])) return { states: held, gives };
    held = next;
  }
  held = held.map(({ type }) => ofShape(null, type));
  return { states: held, gives: pass(held) };
}

function common(before: Value, after: Value): Value {
  const [a, b] = [before.shape, after.shape];
  if (!a) return before;
  if (a.length !== b?.length) return ofShape(null, before.type);
  const same = a.every((size, axis) => size === b[axis] || isUnknown(size));
  return same
    ? before
    : ofShape(
        a.map((size, axis) => (size === b[axis] ? size : unknown)),
        before.type,
      );
}

const loop: Operator = (node) => {
  const body = node.graph("body");
  if (!body) return node.node.outputs.map(() => NOTHING);
  const states = node.all.slice(2);
  const { states: ends, gives } = settled(states, (held) =>
    node.inferBranch(body, [ofShape([], "int64"), ofShape([], "bool"), ...held]).slice(1),
  );
  // a loop may stop before its greatest number of passes
  return node.node.outputs.map((_, i) => ends[i] ?? stacked(gives[i], unknown, 0));
};

const scan: Operator = (node) => {
  const body = node.graph("body");
  const count = node.int("num_scan_inputs", undefined);
  // before operator set 9 there was a batch in front
  if (!body || count === undefined || node.opset < 9) return node.node.outputs.map(() => NOTHING);
  const own = node.all.length - count;
  const axes = node.ints("scan_input_axes");
  const slices = node.all.slice(own).map((value, i) => sliced(value, axes?.[i] ?? 0));
  const length = slices.find(({ length }) => !isUnknown(length))?.length ?? unknown;
  const { states, gives } = settled(node.all.slice(0, own), (held) =>
    node.inferBranch(body, [...held, ...slices.map(({ slice }) => slice)]),
  );
  const outputAxes = node.ints("scan_output_axes");
  return node.node.outputs.map((_, i) => states[i] ?? stacked(gives[i], length, outputAxes?.[i - own] ?? 0));
};

function sliced(value: Value, along: number): { readonly slice: Value; readonly length: Dim } {
  const axis = value.shape ? axisOf(along, value.shape.length) : undefined;
  if (axis === undefined) return { slice: ofShape(null, value.type), length: unknown };
  return { slice: ofShape(value.shape!.toSpliced(axis, 1), value.type), length: value.shape![axis]! };
}

function stacked(value: Value | undefined, length: Dim, along: number): Value {
  if (!value?.shape) return ofShape(null, value?.type);
  const axis = axisOf(along, value.shape.length + 1);
  return axis === undefined
    ? ofShape(null, value.type)
    : ofShape(value.shape.toSpliced(axis, 0, length), value.type);
}

export const loopOperators: Readonly<Record<string, Operator>> = { Loop: loop, Scan: scan };
