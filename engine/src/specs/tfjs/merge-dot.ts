/** dot: the product of two tensors over an axis of each. */
import { type Dim, eq, isOpen } from "../../dims/index.ts";
import { isList } from "../arguments.ts";
import { show, showShape } from "../layer.ts";
import type { Call, Problem, Shape } from "../spec.ts";
import { inputProblem } from "./input-problem.ts";
import { isOpenList } from "./layer.ts";
import { json } from "./text.ts";

// ── dot ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export function inferDot(call: Call): Shape {
  const { inputs } = call;
  const [first, second] = inputs;
  if (isOpenList(call)) return null;
  if (inputs.length !== 2) {
    call.fail({
      ...inputProblem(
        "merge-inputs",
        `takes exactly 2 tensors, receives ${inputs.length}`,
        "A `Dot` layer should be called on a list of exactly 2 inputs.",
        "Error",
      ),
      at: "call",
    });
    return null;
  }
  if (!first || !second) return null;
  if (first.length > 3 || second.length > 3) {
    call.fail(
      inputProblem(
        "rank",
        `takes at most 3 axes, receives ${showShape(first)} and ${showShape(second)}`,
        "Dot layer does not support tensors of 4D or higher rank yet.",
        "NotImplementedError",
      ),
    );
    return null;
  }
  const axes = dotAxes(call, first, second);
  if (!axes) return null;
  const [a, b] = [first.at(axes[0]), second.at(axes[1])];
  if (!dotMatches(call, a, b)) return null;
  if (isList(call.args.axes)) warnOutOfRange(call, axes, first, second);
  const rest = without(without(second, axes[1]), 0);
  const output = [...without(first, axes[0]), ...rest];
  return output.length === 1 ? [...output, 1] : output;
}

/** The contracted axis of each input. A pair is taken as it stands, negative or not. */
function dotAxes(
  call: Call,
  first: readonly Dim[],
  second: readonly Dim[],
): readonly [number, number] | undefined {
  const { axes } = call.args;
  const list: readonly unknown[] = isList(axes) ? axes : [axes, axes];
  if (axes === undefined || axes === null) {
    call.fail({
      code: "argument-missing",
      stage: "construct",
      at: { arg: "axes" },
      message: "needs axes: the axis of each input to multiply along",
    });
    return undefined;
  }
  if (!list.every((axis) => typeof axis === "number")) return undefined;
  const [a, b] = list as [number, number];
  if (isList(axes)) return [a, b];
  const wrap = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
  return [wrap(a, first.length), wrap(b, second.length)];
}

/** shape[axis] of JavaScript: nothing outside of the list, so that two such axes agree. */
function dotMatches(call: Call, a: Dim | undefined, b: Dim | undefined): boolean {
  const problem = (): Problem =>
    inputProblem(
      "dot-size",
      `multiplies along axes of equal size, receives ${a === undefined ? "no axis" : show(a)} and ${b === undefined ? "no axis" : show(b)}`,
      `Dimension incompatibility: ${json(a)} !== ${json(b)}`,
    );
  if (a === undefined && b === undefined) return true;
  if (a === undefined || b === undefined) {
    call.fail(problem());
    return false;
  }
  if (isOpen(a) && isOpen(b)) return true;
  if (isOpen(a) !== isOpen(b) && typeof (isOpen(a) ? b : a) === "number") {
    call.fail(problem());
    return false;
  }
  return call.require(eq(a, b), problem);
}

function warnOutOfRange(
  call: Call,
  axes: readonly [number, number],
  first: readonly Dim[],
  second: readonly Dim[],
): void {
  const inside = (axis: number, shape: readonly Dim[]) => axis > 0 && axis < shape.length;
  if (axes.every((axis) => axis === -1)) return;
  if (inside(axes[0], first) && inside(axes[1], second)) return;
  call.fail({
    code: "dim-range",
    stage: "forward",
    at: { arg: "axes" },
    message: `may fail when it runs with axes [${axes.join(", ")}] on ${showShape(first)} and ${showShape(second)}`,
    severity: "warning",
  });
}

/** As Array.prototype.splice(axis, 1): a negative axis counts from the end, one past it removes nothing. */
function without(sizes: readonly Dim[], axis: number): Dim[] {
  const copy = [...sizes];
  copy.splice(axis, 1);
  return copy;
}
