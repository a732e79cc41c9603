/** Operations that rearrange axes, join tensors and take them apart. */
import { add, type Dim, decide, eq, mul, sum, unknown } from "../../../dims/index.ts";
import { int, isList, isUnknownArg, needShape, number, shape, word } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Arg, Call, LayerSpec, Param, Shape } from "../../spec.ts";
import { sizeOf } from "../arguments.ts";
import { joined, json } from "../text.ts";
import { alike, operation, operationProblem } from "./define.ts";

const axis = int("axis", "The axis.", { default: 0 });
type Sizes = readonly Dim[];

/** The axis as a place in the shape; undefined where it is not known or outside. */
export function axisOf(call: Call, arg: Arg, rank: number): number | undefined {
  const at = sizeOf(arg ?? 0);
  if (typeof at !== "number" || !Number.isInteger(at)) return undefined; // a part of an axis is refused at run time
  if (at >= -rank && at < rank) return at < 0 ? at + rank : at;
  call.fail(
    operationProblem(
      "dim-range",
      { arg: "axis" },
      `has no axis ${at}: the input has ${rank}`,
      `All values in axis param must be in range [-${rank}, ${rank}) but got axis ${at}`,
    ),
  );
  return undefined;
}

export const sizesOf = (arg: Arg): Dim[] | undefined =>
  isList(arg)
    ? arg.map(sizeOf)
    : isUnknownArg(arg) || arg === undefined || arg === null
      ? undefined
      : [sizeOf(arg)];
export const onOne =
  (rule: (call: Call, input: Sizes) => Shape) =>
  (call: Call): readonly Shape[] => [call.inputs[0] ? rule(call, call.inputs[0]) : null];

const transpose = onOne((call, input) => {
  const perm = sizesOf(call.args.perm);
  if (isUnknownArg(call.args.perm)) return input.map(() => unknown);
  if (!perm) return [...input].reverse();
  const outside = perm.some((at) => typeof at === "number" && (at < 0 || at >= input.length));
  if (perm.length !== input.length) {
    call.fail(
      operationProblem(
        "permute-dims",
        { arg: "perm" },
        `orders ${perm.length} axes of an input that has ${input.length}: ${showShape(input)}`,
        `Error in transpose: rank of input ${input.length} must match length of perm ${json(perm)}.`,
      ),
    );
  } else if (outside) {
    call.fail(
      operationProblem(
        "permute-dims",
        { arg: "perm" },
        `names an axis that ${showShape(input)} has not: ${json(perm)}`,
        `All entries in 'perm' must be between 0 and ${input.length - 1} but got ${joined(perm)}`,
      ),
    );
  }
  return perm.map((at) => (typeof at === "number" ? (input[at] ?? unknown) : unknown));
});

const expandDims = onOne((call, input) => {
  const at = sizeOf(call.args.axis ?? 0);
  if (typeof at !== "number") return null;
  if (at > input.length || at < -(input.length + 1)) {
    call.fail(
      operationProblem(
        "dim-range",
        { arg: "axis" },
        `cannot put an axis at ${at} of ${showShape(input)}`,
        "Axis must be <= rank of the tensor",
      ),
    );
    return null;
  }
  const place = at < 0 ? at + input.length + 1 : at;
  return [...input.slice(0, place), 1, ...input.slice(place)];
});

const squeeze = onOne((call, input) => {
  const axes = sizesOf(call.args.axis);
  if (isUnknownArg(call.args.axis)) return null;
  if (!axes?.length)
    return input.some((size) => typeof size !== "number") ? null : input.filter((size) => size !== 1);
  const places = axes.map((at) => axisOf(call, at, input.length));
  if (places.some((at) => at === undefined)) return null;
  for (const at of places as number[]) {
    call.require(eq(input[at]!, 1), () =>
      operationProblem(
        "squeeze-size",
        { arg: "axis" },
        `drops axis ${at} of ${showShape(input)}, which has the size ${show(input[at]!)}`,
        `Can't squeeze axis ${at} since its dim '${show(input[at]!)}' is not 1`,
      ),
    );
  }
  return input.filter((_, at) => !places.includes(at));
});

const pad = onOne((call, input) => {
  const { paddings } = call.args;
  if (!isList(paddings)) return input.map(() => unknown);
  if (paddings.length > input.length)
    call.fail(
      operationProblem(
        "tile",
        { arg: "paddings" },
        `pads ${paddings.length} axes of an input that has ${input.length}: ${showShape(input)}`,
        "Invalid typed array length: NaN",
      ),
    );
  return paddings.map((side: unknown, at) => {
    const [before, after] = isList(side) ? side : [side, side];
    return add(input[at] ?? unknown, add(sizeOf(before), sizeOf(after)));
  });
});

/** A border is mirrored at most once: its own value counts in "symmetric" mode only. */
const mirrorPad = onOne((call, input) => {
  const { paddings, mode } = call.args;
  const spare = mode === "reflect" ? 1 : mode === "symmetric" ? 0 : undefined;
  if (isList(paddings) && spare !== undefined)
    for (const [at, side] of paddings.entries()) {
      const size = input[at];
      const most = isList(side) ? Math.max(...side.map((each) => (typeof each === "number" ? each : 0))) : 0;
      if (typeof size === "number" && most > size - spare)
        call.fail(
          operationProblem(
            "mirror-pad",
            { arg: "paddings" },
            `mirrors ${most} entries of axis ${at}, which has ${size - spare} to mirror`,
            `Padding in dimension ${at} cannot be greater than or equal to ${size - spare} or less than 0 for input of shape ${joined(input)}`,
          ),
        );
    }
  return pad(call)[0]!;
});

const tile = onOne((call, input) => {
  const reps = sizesOf(call.args.reps);
  if (!reps) return input.map(() => unknown);
  if (reps.length !== input.length) {
    call.fail(
      operationProblem(
        "tile",
        { arg: "reps" },
        `repeats ${reps.length} axes of an input that has ${input.length}: ${showShape(input)}`,
        `Error in transpose: rank of input ${input.length} must match length of reps ${joined(reps)}.`,
      ),
    );
    return null;
  }
  return input.map((size, at) => mul(size, reps[at]!));
});

const likeReshape = alike(
  "reshape",
  "The same values under other sizes.",
  [needShape("shape", "The wanted sizes; one may be -1.")],
  "reshape",
  {},
);
/** Data is reshaped in all ways here: what merely looks odd is not reported. */
const errorsOf = (call: Call): Call => ({
  ...call,
  fail: (problem) => {
    if (problem.severity !== "warning") call.fail(problem);
  },
  require: (condition, problem) =>
    (decide(condition) === false && problem().severity === "warning") || call.require(condition, problem),
});

const reshape: LayerSpec = {
  ...likeReshape,
  infer(call) {
    if (isUnknownArg(call.args.shape)) return [null]; // how many sizes it names is not known either
    if (typeof call.args.shape !== "number") return likeReshape.infer(errorsOf(call));
    call.fail(
      operationProblem(
        "reshape-args",
        { arg: "shape" },
        `takes a list of sizes, not ${call.args.shape}`,
        `Size(${call.args.shape}) must match the product of shape ${call.args.shape}`,
      ),
    );
    return [null];
  },
};

/** One tensor alone is given back, whatever the axis. */
/** A part of an axis is refused at run time. */
const withWholeAxis = (like: LayerSpec): LayerSpec => ({
  ...like,
  infer(call) {
    const at = call.args.axis;
    return typeof at === "number" && !Number.isInteger(at) ? [null] : like.infer(call);
  },
});

const concatOf = (name: string, params: readonly Param[]): LayerSpec => {
  const like = withWholeAxis(
    alike(name, "Tensors one after the other along an axis.", params, "cat", { axis: "dim" }),
  );
  return {
    ...like,
    infer: (call) => (call.inputs.length === 1 ? [call.inputs[0]!] : like.infer(call)),
  };
};

export const shapeOperations: readonly LayerSpec[] = [
  reshape,
  ...["concat", "concat2d", "concat3d", "concat4d"].map((name) => concatOf(name, [axis])),
  concatOf("concat1d", []),
  withWholeAxis(alike("stack", "Tensors side by side along a new axis.", [axis], "stack", { axis: "dim" })),
  alike("flatten", "All axes joined into one.", [], "flatten", {}),
  operation(
    "transpose",
    "The axes in another order; reversed where none is given.",
    [shape("perm", "The new order.")],
    transpose,
  ),
  operation("expandDims", "With a new axis of size 1.", [axis], expandDims),
  operation(
    "squeeze",
    "Without axes of size 1.",
    [shape("axis", "The axes; all of size 1 by default.")],
    squeeze,
  ),
  ...["pad", "pad2d", "pad3d", "pad4d"].map((name) =>
    operation(
      name,
      "With values around it.",
      [
        needShape("paddings", "[before, after] of each axis."),
        number("constantValue", "The value.", { default: 0 }),
      ],
      pad,
      { margins: true },
    ),
  ),
  operation(
    "pad1d",
    "With values around it.",
    [needShape("paddings", "[before, after]"), number("constantValue", "The value.", { default: 0 })],
    onOne((call, input) => {
      const { paddings } = call.args;
      return isList(paddings) ? input.map((size) => add(size, sum(paddings.map(sizeOf)))) : [unknown];
    }),
  ),
  operation(
    "mirrorPad",
    "With its own borders mirrored around it.",
    [
      needShape("paddings", "[before, after] of each axis."),
      word("mode", "“reflect”, or “symmetric”, which repeats the border.", {
        choices: ["reflect", "symmetric"],
      }),
    ],
    mirrorPad,
  ),
  operation("tile", "Repeated along each axis.", [needShape("reps", "How often along each axis.")], tile),
];
