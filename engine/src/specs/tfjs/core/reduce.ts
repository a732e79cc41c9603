/** Operations that take axes together: sums, means, extremes. */
import { bool, flagOf, int, isList, isUnknownArg, shape } from "../../arguments.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { operation } from "./define.ts";
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
  return [input.flatMap((size, at) => (!axes.includes(at) ? [size] : keep ? [1] : []))];
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
    inferReduce,
  ),
];
