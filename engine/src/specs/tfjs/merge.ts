/**
 * Layers that take several tensors: add, average, maximum, minimum, multiply, concatenate, dot.
 * https://js.tensorflow.org/api/latest/#layers.add
 */
import { add, all, any, type Dim, eq, isOpen, open, product, unknown } from "../../dims/index.ts";
import { bool, int, shape } from "../arguments.ts";
import { show, showShape } from "../layer.ts";
import type { Call, LayerSpec, Param, Problem, Shape } from "../spec.ts";
import { broadcastSize } from "../torch/broadcast.ts";
import { sizeOf } from "./arguments.ts";
import { inputProblem } from "./input-problem.ts";
import { isOpenList, layer, withBatch } from "./layer.ts";
import { inferDot } from "./merge-dot.ts";
import { json } from "./text.ts";

function merge(
  name: string,
  summary: string,
  params: readonly Param[],
  infer: (call: Call) => Shape,
): LayerSpec {
  const base = layer({ name, summary, params, output: (_args, input) => [input] });
  return {
    ...base,
    inputs: ["..."],
    infer: (call) => [infer(call)],
    macs: (_args, _inputs, [output]) => (output ? product(withBatch(output)) : unknown),
  };
}

const tooFew = (runtime: string, count: number): Problem => ({
  ...inputProblem("merge-inputs", `joins at least 2 tensors, receives ${count}`, runtime),
  at: "call",
});

// ── elementwise ─────────────────────────────────────────────────────────────────────────────────────────────────

function inferElementwise(call: Call): Shape {
  const { inputs } = call;
  if (isOpenList(call)) return null;
  if (inputs.length < 2) {
    call.fail(
      tooFew(
        `A merge layer should be called on an Array of at least 2 inputs. Got ${inputs.length} input(s).`,
        inputs.length,
      ),
    );
    return inputs[0] ?? null;
  }
  if (inputs.some((input) => input === null)) return null;
  const shapes = inputs as readonly (readonly Dim[])[];
  const sizes = shapes
    .slice(1)
    .reduce<Dim[]>(
      (joined, input, at) => broadcast(call, joined, input.slice(1), at + 1),
      shapes[0]!.slice(1),
    );
  return [batchOf(call, shapes), ...sizes];
}

/** Right-aligned; an open size makes the result open. */
function broadcast(call: Call, a: readonly Dim[], b: readonly Dim[], input: number): Dim[] {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  const skip = long.length - short.length;
  const problem = (): Problem => ({
    ...inputProblem(
      "broadcast",
      `cannot join ${showShape(a)} and ${showShape(b)} value by value`,
      `Operands could not be broadcast together with shapes ${json(long)} ${json(short)}`,
    ),
    at: { input },
  });
  return long.map((size, axis) => {
    const other = axis < skip ? 1 : short[axis - skip]!;
    if (axis < skip) return size;
    if (isOpen(size) || isOpen(other)) return open;
    call.require(any(eq(size, other), eq(size, 1), eq(other, 1)), problem);
    return broadcastSize(size, other);
  });
}

function batchOf(call: Call, shapes: readonly (readonly Dim[])[]): Dim {
  const known = [...new Set(shapes.flatMap((input) => input.slice(0, 1)).filter((size) => !isOpen(size)))];
  if (known.length > 1) {
    call.require(all(...known.slice(1).map((size) => eq(size, known[0]!))), () =>
      inputProblem(
        "merge-batch",
        `joins tensors of one batch size, receives ${known.map(show).join(" and ")}`,
        `Can not merge tensors with different batch sizes. Got tensors with shapes: ${json(shapes)}.`,
      ),
    );
  }
  return known.length === 1 ? known[0]! : open;
}

// ── concatenate ─────────────────────────────────────────────────────────────────────────────────────────────────

function inferConcatenate(call: Call): Shape {
  const { inputs } = call;
  if (isOpenList(call)) return null;
  if (inputs.length < 2) {
    call.fail(tooFew("A `Concatenate` layer should be called on a list of at least 2 inputs", inputs.length));
    return inputs[0] ?? null;
  }
  if (inputs.some((input) => input === null)) return null;
  const shapes = inputs as readonly (readonly Dim[])[];
  const rank = shapes[0]!.length;
  const asked = sizeOf(call.args.axis ?? -1);
  if (typeof asked !== "number") return shapes[0]!.map(() => unknown);
  const axis = asked < 0 ? asked + rank : asked;
  if (axis < 0 || axis >= rank) {
    call.fail({
      code: "dim-range",
      stage: "forward",
      at: { arg: "axis" },
      message: `has no axis ${asked} in ${showShape(shapes[0]!)}`,
      runtime: `All values in axis param must be in range [-${rank}, ${rank}) but got axis ${asked}`,
      exception: "Error",
    });
    return shapes[0]!;
  }
  const fits = restMatches(call, shapes, axis);
  if (fits && asked < -1) warnNegativeAxis(call, asked, axis);
  const total = shapes.some((input) => isOpen(input[axis] ?? unknown))
    ? open
    : shapes.map((input) => input[axis] ?? unknown).reduce(add);
  return shapes[0]!.map((size, at) => (at === axis ? total : size));
}

/** All sizes but the joined one are equal: an open size equals only another open one. */
function restMatches(call: Call, shapes: readonly (readonly Dim[])[], axis: number): boolean {
  const [first, ...others] = shapes as [readonly Dim[], ...(readonly Dim[])[]];
  const refused = `A \`Concatenate\` layer requires inputs with matching shapes except for the concat axis. Got input shapes: ${json(shapes)}`;
  return others.every((input, index) => {
    if (input.length !== first.length) {
      call.fail({
        ...inputProblem(
          "cat-rank",
          `joins tensors of equal rank, receives ${showShape(first)} and ${showShape(input)}`,
          refused,
        ),
        at: { input: index + 1 },
      });
      return false;
    }
    return input.every((size, at) => {
      const expected = first[at]!;
      if (at === axis || size === expected) return true;
      const problem = (): Problem => ({
        ...inputProblem(
          "cat-size",
          `joins on axis ${axis} and needs equal sizes elsewhere: axis ${at} has ${show(expected)} in ${showShape(first)} and ${show(size)} in ${showShape(input)}`,
          refused,
        ),
        at: { input: index + 1, axis: at },
        expected,
        received: size,
      });
      if (isOpen(size) !== isOpen(expected) && typeof (isOpen(size) ? expected : size) === "number") {
        call.fail(problem());
        return false;
      }
      return call.require(eq(size, expected), problem);
    });
  });
}

function warnNegativeAxis(call: Call, asked: number, axis: number): void {
  call.fail({
    code: "negative-axis",
    stage: "forward",
    at: { arg: "axis" },
    message: `joins on the last axis when it runs: TensorFlow.js takes every negative axis for −1; write ${axis}`,
    severity: "warning",
    expected: axis,
    received: asked,
  });
}

export const mergeSpecs: readonly LayerSpec[] = [
  merge("add", "The sum of its inputs.", [], inferElementwise),
  merge("average", "The mean of its inputs.", [], inferElementwise),
  merge("maximum", "The largest of its inputs' values.", [], inferElementwise),
  merge("minimum", "The smallest of its inputs' values.", [], inferElementwise),
  merge("multiply", "The product of its inputs, value by value.", [], inferElementwise),
  merge(
    "concatenate",
    "Joins its inputs along an axis.",
    [int("axis", "The axis.", { default: -1 })],
    inferConcatenate,
  ),
  merge(
    "dot",
    "Products of rows of two inputs.",
    [
      shape("axes", "The axis of each input to multiply along.", { required: true }),
      bool("normalize", "Whether rows are scaled to length 1.", { default: false }),
    ],
    inferDot,
  ),
];
