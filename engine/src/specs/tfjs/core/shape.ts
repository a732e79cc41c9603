/** Operations that rearrange axes, join tensors and take them apart. */
import {
  add,
  type Dim,
  divideExactly,
  divides,
  eq,
  floorDiv,
  ge,
  isUnknown,
  le,
  mul,
  sub,
  sum,
  unknown,
} from "../../../dims/index.ts";
import { bool, int, isList, isUnknownArg, needShape, number, shape, word } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Arg, Call, LayerSpec, Shape } from "../../spec.ts";
import { sizeOf } from "../arguments.ts";
import { joined, json } from "../text.ts";
import { alike, operation, operationProblem } from "./define.ts";

const axis = int("axis", "The axis.", { default: 0 });
type Sizes = readonly Dim[];

/** The axis as a place in the shape; undefined where it is not known or outside. */
export function axisOf(call: Call, arg: Arg, rank: number): number | undefined {
  const at = sizeOf(arg ?? 0);
  if (typeof at !== "number") return undefined;
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

const sizesOf = (arg: Arg): Dim[] | undefined =>
  isList(arg)
    ? arg.map(sizeOf)
    : isUnknownArg(arg) || arg === undefined || arg === null
      ? undefined
      : [sizeOf(arg)];
const onOne =
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
  if (!axes)
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
  return paddings.map((side: unknown, at) => {
    const [before, after] = isList(side) ? side : [side, side];
    return add(input[at] ?? unknown, add(sizeOf(before), sizeOf(after)));
  });
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

const slice = onOne((call, input) => {
  const begin = sizesOf(call.args.begin);
  const size = sizesOf(call.args.size);
  if (!begin || isUnknownArg(call.args.size)) return input.map(() => unknown);
  return input.map((whole, at) => {
    const from = begin[at] ?? 0;
    const asked = size?.[at];
    if (asked === undefined || asked === -1 || (isUnknown(asked) && size?.length === undefined))
      return sub(whole, from);
    call.require(le(add(from, asked), whole), () =>
      operationProblem(
        "slice-range",
        { arg: "size" },
        `takes ${show(asked)} from ${show(from)} on of axis ${at}, which has ${show(whole)}`,
        `Error in slice${input.length}D: begin[${at}] + size[${at}] (${show(add(from, asked))}) would overflow input.shape[${at}] (${show(whole)})`,
      ),
    );
    return asked;
  });
});

function gather(call: Call): readonly Shape[] {
  const [input, indices] = call.inputs;
  if (!input || !indices) return [null];
  const at = axisOf(call, call.args.axis, input.length);
  const shared = sizeOf(call.args.batchDims ?? 0);
  if (at === undefined || typeof shared !== "number") return [null];
  return [[...input.slice(0, at), ...indices.slice(shared), ...input.slice(at + 1)]];
}

function split(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const parts = call.args.numOrSizeSplits;
  const at = input ? axisOf(call, call.args.axis, input.length) : undefined;
  const replaced = (size: Dim): Shape =>
    input && at !== undefined ? input.map((old, i) => (i === at ? size : old)) : null;
  const whole = input && at !== undefined ? input[at]! : unknown;
  if (typeof parts === "number") {
    call.require(divides(parts, whole), () =>
      operationProblem(
        "split-sizes",
        { arg: "numOrSizeSplits" },
        `splits ${show(whole)} into ${parts} equal parts`,
        "Number of splits must evenly divide the axis.",
      ),
    );
    return new Array<Shape>(Math.max(parts, 0)).fill(
      replaced(divideExactly(whole, parts) ?? floorDiv(whole, parts)),
    );
  }
  if (!isList(parts)) return [null];
  const sizes = (parts as Sizes).map(sizeOf);
  if (!sizes.includes(-1)) {
    call.require(eq(sum(sizes), whole), () =>
      operationProblem(
        "split-sizes",
        { arg: "numOrSizeSplits" },
        `splits ${show(whole)} into parts that sum to ${show(sum(sizes))}`,
        "The sum of sizes must match the size of the axis dimension.",
      ),
    );
    return sizes.map(replaced);
  }
  const rest = sub(whole, sum(sizes.filter((size) => size !== -1)));
  call.require(ge(rest, 0), () =>
    operationProblem(
      "split-sizes",
      { arg: "numOrSizeSplits" },
      `splits ${show(whole)} into larger parts`,
      "The sum of sizes must match the size of the axis dimension.",
    ),
  );
  return sizes.map((size) => replaced(size === -1 ? rest : size));
}

function unstack(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const at = input ? axisOf(call, call.args.axis, input.length) : undefined;
  const count = input && at !== undefined ? input[at]! : unknown;
  if (typeof count !== "number" || count > 1000) return [null];
  return new Array<Shape>(count).fill(input!.filter((_, i) => i !== at));
}

const resize = onOne((call, input) => {
  if (input.length !== 3 && input.length !== 4) {
    call.fail(
      operationProblem(
        "rank",
        { input: 0 },
        `takes images of 3 or 4 axes, receives ${showShape(input)}`,
        `Error in resizeBilinear: x must be rank 3 or 4, but got rank ${input.length}.`,
      ),
    );
    return null;
  }
  const size = sizesOf(call.args.size);
  return [...input.slice(0, -3), size?.[0] ?? unknown, size?.[1] ?? unknown, input.at(-1)!];
});

function cropAndResize(call: Call): readonly Shape[] {
  const [image, boxes] = call.inputs;
  const size = sizesOf(call.args.cropSize);
  return [image && boxes ? [boxes[0]!, size?.[0] ?? unknown, size?.[1] ?? unknown, image.at(-1)!] : null];
}

const begin = needShape("begin", "The first entry of each axis.");
const count = shape("size", "How many entries of each axis; −1 for the rest.");
const size = needShape("size", "[height, width]");

export const shapeOperations: readonly LayerSpec[] = [
  alike(
    "reshape",
    "The same values under other sizes.",
    [needShape("shape", "The wanted sizes; one may be -1.")],
    "reshape",
    {},
  ),
  alike("concat", "Tensors one after the other along an axis.", [axis], "cat", { axis: "dim" }),
  alike("stack", "Tensors side by side along a new axis.", [axis], "stack", { axis: "dim" }),
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
  operation(
    "pad",
    "With values around it.",
    [
      needShape("paddings", "[before, after] of each axis."),
      number("constantValue", "The value.", { default: 0 }),
    ],
    pad,
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
    pad,
  ),
  operation("tile", "Repeated along each axis.", [needShape("reps", "How often along each axis.")], tile),
  ...["slice", "slice1d", "slice2d", "slice3d", "slice4d"].map((name) =>
    operation(name, "A part of it.", [begin, count], slice),
  ),
  operation(
    "gather",
    "Entries of an axis by number.",
    [axis, int("batchDims", "Leading axes that both share.", { default: 0 })],
    gather,
    { inputs: ["x", "indices"] },
  ),
  operation(
    "split",
    "Parts along an axis.",
    [shape("numOrSizeSplits", "How many equal parts, or their sizes."), axis],
    split,
  ),
  operation("unstack", "The entries of an axis.", [axis], unstack),
  ...["image.resizeBilinear", "image.resizeNearestNeighbor"].map((name) =>
    operation(
      name,
      "Images of another size.",
      [
        size,
        bool("alignCorners", "Whether the corners keep their values.", { default: false }),
        bool("halfPixelCenters", "Whether cells are looked at in their middle.", { default: false }),
      ],
      resize,
    ),
  ),
  operation(
    "image.cropAndResize",
    "Boxes of images at one size.",
    [
      { name: "boxInd", kind: "any", doc: "The image of each box." },
      needShape("cropSize", "[height, width]"),
      word("method", "How it looks between cells.", {
        default: "bilinear",
        choices: ["bilinear", "nearest"],
      }),
      number("extrapolationValue", "What stands outside of the image.", { default: 0 }),
    ],
    cropAndResize,
    { inputs: ["image", "boxes"] },
  ),
  operation(
    "image.grayscaleToRGB",
    "Three equal channels.",
    [],
    onOne((_call, input) => [...input.slice(0, -1), 3]),
  ),
];
