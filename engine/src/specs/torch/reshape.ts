/** Flatten, Unflatten, PixelShuffle and PixelUnshuffle: the same values in other axes. */
import { type Dim, divideExactly, divides, eq, floorDiv, gt, mul, product } from "../../dims/index.ts";
import { dimOf, int, isList, isUnknownArg, needInt, needShape, shapeOf } from "../arguments.ts";
import { rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { list, tuple } from "../python.ts";
import type { Call, LayerSpec, Shape } from "../spec.ts";
import { checkDim } from "./dim.ts";

/** The axes from `start` to `end` as one: what Flatten and torch.flatten do. */
export function inferFlatten(call: Call): Shape {
  const [input] = call.inputs;
  if (!input) return null;
  const start = checkDim(call, dimOf(call.args.startDim), input.length, { arg: "startDim" });
  const end = checkDim(call, dimOf(call.args.endDim), input.length, { arg: "endDim" });
  if (start === undefined || end === undefined) return null;
  if (input.length === 0) return [1];
  if (start > end) {
    call.fail({
      code: "flatten-order",
      stage: "forward",
      at: { arg: "startDim" },
      message: `cannot flatten from axis ${start} to the earlier axis ${end}`,
      runtime: "flatten() has invalid args: start_dim cannot come after end_dim",
      exception: "RuntimeError",
    });
    return null;
  }
  return [...input.slice(0, start), product(input.slice(start, end + 1)), ...input.slice(end + 1)];
}

export const startDim = (value: number) => int("startDim", "First axis to join.", { default: value });
export const endDim = int("endDim", "Last axis to join.", { default: -1 });

const flatten: LayerSpec = {
  name: "Flatten",
  kind: "layer",
  summary: "Joins all axes but the batch into one.",
  docs: torchDocs("Flatten"),
  params: [startDim(1), endDim],
  infer: (call) => [inferFlatten(call)],
  macs: () => 0,
  repr: (args) => `start_dim=${show(dimOf(args.startDim))}, end_dim=${show(dimOf(args.endDim))}`,
};

const unflatten: LayerSpec = {
  name: "Unflatten",
  kind: "layer",
  summary: "Splits one axis into several.",
  docs: torchDocs("Unflatten"),
  check({ args, fail }) {
    if (isList(args.unflattenedSize) || isUnknownArg(args.unflattenedSize)) return;
    fail({
      code: "argument-type",
      stage: "construct",
      at: { arg: "unflattenedSize" },
      message: "takes a list of sizes as unflattenedSize",
      runtime: "unflattened_size must be a tuple of ints, but found type int",
      exception: "TypeError",
    });
  },
  params: [
    needInt("dim", "The axis to split."),
    needShape("unflattenedSize", "Sizes of the new axes; one may be -1."),
  ],
  infer(call) {
    const [input] = call.inputs;
    if (!input) return [null];
    const dim = checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
    if (dim === undefined) return [null];
    if (input.length === 0) {
      call.fail({
        code: "dim-range",
        stage: "forward",
        at: { arg: "dim" },
        message: "has no axis to split: the input is a single number",
        runtime: `Dimension specified as ${show(dimOf(call.args.dim))} but tensor has no dimensions`,
        exception: "IndexError",
      });
      return [null];
    }
    const sizes = splitSizes(call, shapeOf(call.args.unflattenedSize), input[dim]!, dimOf(call.args.dim));
    return [sizes && [...input.slice(0, dim), ...sizes, ...input.slice(dim + 1)]];
  },
  macs: () => 0,
  repr: (args) =>
    `dim=${show(dimOf(args.dim))}, unflattened_size=${isList(args.unflattenedSize) ? tuple(args.unflattenedSize) : args.unflattenedSize}`,
};

/** The sizes with a single −1 filled in, or undefined after a problem. */
function splitSizes(call: Call, sizes: readonly Dim[], total: Dim, dim: Dim): readonly Dim[] | null {
  if (sizes.filter((size) => size === -1).length > 1) {
    call.fail({
      code: "reshape-args",
      stage: "forward",
      at: { arg: "unflattenedSize" },
      message: "can infer only one size, and two are -1",
      runtime: "unflatten got an unexpected error:\nonly one dimension can be inferred",
      exception: "RuntimeError",
    });
    return null;
  }
  const negative = sizes.find((size) => typeof size === "number" && size < -1);
  if (negative !== undefined) {
    call.fail({
      code: "reshape-args",
      stage: "forward",
      at: { arg: "unflattenedSize" },
      message: `has no axis of ${show(negative)} to split into: ${showShape(sizes)}`,
      runtime: `unflatten got an unexpected error:\ninvalid shape dimension ${show(negative)}`,
      exception: "RuntimeError",
    });
    return null;
  }
  const known = product(sizes.filter((size) => size !== -1));
  call.require(sizes.includes(-1) ? divides(known, total) : eq(known, total), () => ({
    code: "reshape-size",
    stage: "forward",
    at: { arg: "unflattenedSize" },
    message: `cannot split an axis of ${show(total)} into ${showShape(sizes)}`,
    runtime: `unflatten: Provided sizes ${list(sizes)} don't multiply up to the size of dim ${show(dim)} (${show(total)}) in the input tensor`,
    exception: "RuntimeError",
  }));
  return sizes.map((size) => (size === -1 ? (divideExactly(total, known) ?? floorDiv(total, known)) : size));
}

const rankOf = (name: string) => (input: readonly Dim[]) =>
  rankProblem(
    `takes at least 3 axes, receives ${input.length}: ${showShape(input)}`,
    `${name} expects input to have at least 3 dimensions, but got input with ${input.length} dimension(s)`,
  );

function positiveFactor(call: Call, param: string, name: string): boolean {
  const factor = dimOf(call.args[param]);
  return call.require(gt(factor, 0), () => ({
    code: "argument-negative",
    stage: "forward",
    at: { arg: param },
    message: `needs a positive ${param}, not ${show(factor)}`,
    runtime: `${name} expects a positive ${param === "upscaleFactor" ? "upscale_factor" : "downscale_factor"}, but got ${show(factor)}`,
    exception: "RuntimeError",
  }));
}

const pixelShuffle: LayerSpec = {
  name: "PixelShuffle",
  kind: "layer",
  summary: "Turns groups of r² channels into maps r times as high and wide.",
  docs: torchDocs("PixelShuffle"),
  functional: { name: "pixelShuffle" },
  params: [{ ...needInt("upscaleFactor", "How many times larger each side becomes."), checkedAt: "forward" }],
  infer(call) {
    const [input] = call.inputs;
    if (!input) return [null];
    if (input.length < 3) {
      call.fail(rankOf("pixel_shuffle")(input));
      return [null];
    }
    const r = dimOf(call.args.upscaleFactor);
    const [channels, height, width] = input.slice(-3) as [Dim, Dim, Dim];
    if (!positiveFactor(call, "upscaleFactor", "pixel_shuffle")) return [null];
    const square = mul(r, r);
    call.require(divides(square, channels), () => ({
      code: "pixel-shuffle",
      stage: "forward",
      at: { arg: "upscaleFactor" },
      message: `needs a multiple of ${show(r)}² = ${show(square)} channels, receives ${show(channels)}`,
      runtime: `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${show(channels)} is not divisible by ${show(square)}`,
      exception: "RuntimeError",
      received: channels,
    }));
    return [[...input.slice(0, -3), floorDiv(channels, square), mul(height, r), mul(width, r)]];
  },
  macs: () => 0,
  repr: (args) => `upscale_factor=${show(dimOf(args.upscaleFactor))}`,
};

/** https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html */
const channelShuffle: LayerSpec = {
  name: "ChannelShuffle",
  kind: "layer",
  summary: "Takes the channels of each group in turn: [g, C / g] becomes [C / g, g].",
  docs: torchDocs("ChannelShuffle"),
  functional: { name: "channelShuffle" },
  params: [{ ...needInt("groups", "Groups that the channels are split into."), checkedAt: "forward" }],
  infer(call) {
    const [input] = call.inputs;
    if (!input) return [null];
    const groups = dimOf(call.args.groups);
    if (input.length < 3) {
      call.fail(
        rankProblem(
          `takes at least 3 axes, receives ${input.length}: ${showShape(input)}`,
          `channel_shuffle expects input with > 2 dims, but got input with sizes ${list(input)}`,
        ),
      );
      return [input];
    }
    const positive = call.require(gt(groups, 0), () => ({
      code: "argument-negative",
      stage: "forward",
      at: { arg: "groups" },
      message: `needs a positive number of groups, not ${show(groups)}`,
      runtime: `Number of groups to divide channels in must be positive. Value of groups:${show(groups)}`,
      exception: "RuntimeError",
    }));
    if (positive)
      call.require(divides(groups, input[1]!), () => ({
        code: "groups-divide",
        stage: "forward",
        at: { arg: "groups" },
        message: `splits ${show(input[1]!)} channels into ${show(groups)} groups, which does not come out even`,
        runtime: `Number of channels must be divisible by groups. Got ${show(input[1]!)} channels and ${show(groups)} groups.`,
        exception: "RuntimeError",
        received: input[1]!,
      }));
    return [input];
  },
  macs: () => 0,
  repr: (args) => `groups=${show(dimOf(args.groups))}`,
};

const pixelUnshuffle: LayerSpec = {
  name: "PixelUnshuffle",
  kind: "layer",
  summary: "Turns blocks of r × r cells into r² channels.",
  docs: torchDocs("PixelUnshuffle"),
  functional: { name: "pixelUnshuffle" },
  params: [
    { ...needInt("downscaleFactor", "How many times smaller each side becomes."), checkedAt: "forward" },
  ],
  infer(call) {
    const [input] = call.inputs;
    if (!input) return [null];
    if (input.length < 3) {
      call.fail(rankOf("pixel_unshuffle")(input));
      return [null];
    }
    const r = dimOf(call.args.downscaleFactor);
    const [channels, height, width] = input.slice(-3) as [Dim, Dim, Dim];
    if (!positiveFactor(call, "downscaleFactor", "pixel_unshuffle")) return [null];
    for (const [side, size, at] of [
      ["height", height, -2],
      ["width", width, -1],
    ] as const) {
      if (
        !call.require(divides(r, size), () => ({
          code: "pixel-shuffle",
          stage: "forward",
          at: { arg: "downscaleFactor" },
          message: `needs a ${side} that is a multiple of ${show(r)}, receives ${show(size)}`,
          runtime: `pixel_unshuffle expects ${side} to be divisible by downscale_factor, but input.size(${at})=${show(size)} is not divisible by ${show(r)}`,
          exception: "RuntimeError",
        }))
      )
        break;
    }
    if (product(input) === 0) return [input]; // PyTorch gives an empty input back as it is
    return [[...input.slice(0, -3), product([channels, r, r]), floorDiv(height, r), floorDiv(width, r)]];
  },
  macs: () => 0,
  repr: (args) => `downscale_factor=${show(dimOf(args.downscaleFactor))}`,
};

export const reshapeSpecs: readonly LayerSpec[] = [
  flatten,
  unflatten,
  pixelShuffle,
  channelShuffle,
  pixelUnshuffle,
];
