/** Operations that take axes together: sums, means, extremes. */
import { bool, flagOf, int, isList, isUnknownArg, shape } from "../../arguments.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { operation, operationProblem } from "./define.ts";
import { axisOf } from "./shape.ts";

const axis = shape("axis", "The axis or axes; all by default.", { default: null });
const keepDims = bool("keepDims", "Whether the axes stay with size 1.", { default: false });

function inferReduce(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const { args } = call;
  const keep = flagOf(args.keepDims ?? false);
  if (!input || keep === undefined || isUnknownArg(args.axis)) return [null];
  const asked =
    args.axis === null || args.axis === undefined
      ? input.map((_, at) => at)
      : isList(args.axis)
        ? args.axis
        : [args.axis];
  const axes = asked.map((at) => axisOf(call, at as number, input.length));
  if (axes.includes(undefined)) return [null];
  if (keep && new Set(axes).size < axes.length)
    call.fail(
      operationProblem(
        "dim-range",
        { arg: "axis" },
        `names an axis twice: ${asked.map(String).join(", ")}`,
        "The new shape has NaN elements",
      ),
    );
  return [input.flatMap((size, at) => (!axes.includes(at) ? [size] : keep ? [1] : []))];
}

const VECTOR_NORMS: readonly unknown[] = [
  1,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  "euclidean",
  2,
];
const MATRIX_NORMS: readonly unknown[] = [
  1,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  "fro",
  "euclidean",
];

/** One axis (or none) asks for a norm of vectors, two for one of matrices. */
function inferNorm(call: Call): readonly Shape[] {
  const { ord, axis } = call.args;
  const input = call.inputs[0];
  const axes = isList(axis) ? axis.length : isUnknownArg(axis) ? undefined : 1;
  const alone = axis === null || axis === undefined;
  const known = typeof ord === "string" || typeof ord === "number";
  const fits = axes === 2 ? MATRIX_NORMS : VECTOR_NORMS;
  if (known && axes !== undefined && input && !fits.includes(ord) && !(alone && input.length === 0))
    call.fail(
      operationProblem(
        "argument-value",
        { arg: "ord" },
        `knows no norm ${JSON.stringify(ord)} of ${axes === 2 ? "matrices" : "vectors"}`,
        `Error in norm: invalid ord value: ${ord}`,
      ),
    );
  return inferReduce(call);
}

export const reduceOperations: readonly LayerSpec[] = [
  ...["sum", "mean", "max", "min", "prod", "any", "all", "logSumExp", "euclideanNorm"].map((name) =>
    operation(name, "One value for the axes.", [axis, keepDims], inferReduce),
  ),
  ...["argMax", "argMin"].map((name) =>
    operation(
      name,
      "Where the extreme value stands.",
      [int("axis", "The axis.", { default: 0 })],
      inferReduce,
    ),
  ),
  operation(
    "norm",
    "Length along the axes.",
    [{ name: "ord", kind: "any", doc: "The kind of norm.", default: "euclidean" }, axis, keepDims],
    inferNorm,
  ),
  operation("moments", "Mean and variance.", [axis, keepDims], (call) => {
    const [shape] = inferReduce(call);
    return [shape!, shape!];
  }),
];
