/** Windows of core operations: the image they slide over, their padding, and the sizes that come out. */
import { add, ceilDiv, type Dim, floorDiv, isUnknown, sub, unknown } from "../../../dims/index.ts";
import { isList, isUnknownArg, shape, word } from "../../arguments.ts";
import { showShape } from "../../layer.ts";
import type { Arg, Call, Param, Shape } from "../../spec.ts";
import { perAxis, sizeOf } from "../arguments.ts";
import { convLength, spanOf } from "../window.ts";
import { operationProblem } from "./define.ts";

export const strides = shape("strides", "Step of the window, one number or one an axis.");
export const pad: Param = {
  name: "pad",
  kind: "any",
  doc: "“valid”, “same”, a number, or [before, after] of each axis.",
};
export const rounding = word("dimRoundingMode", "How a size that is no whole number is rounded.", {
  choices: ["ceil", "round", "floor"],
});

export type Sizes = readonly Dim[];

const FORMATS = ["NHWC", "NCHW", "NWC", "NCW", "NDHWC", "NCDHW"];

/** [batch, …space, channels], or the same without a batch. */
export interface Image {
  readonly batched: boolean;
  readonly space: Sizes;
  readonly channels: Dim;
  with(channels: Dim, space: Sizes): Dim[];
}

/** Takes an input apart; undefined where its rank is wrong or not known. */
export function imageOf(call: Call, rank: number, op: string): Image | undefined {
  const [input] = call.inputs;
  if (!input) return undefined;
  if (input.length !== rank + 2 && input.length !== rank + 1) {
    call.fail(
      operationProblem(
        "rank",
        { input: 0 },
        `takes ${rank + 2} axes, receives ${input.length}: ${showShape(input)}`,
        `Error in ${op}: input must be rank ${rank + 2} but got rank ${input.length}.`,
      ),
    );
    return undefined;
  }
  const batch = input.length === rank + 2 ? input.slice(0, 1) : [];
  const rest = input.slice(batch.length);
  const { dataFormat } = call.args;
  if (typeof dataFormat === "string" && !FORMATS.includes(dataFormat))
    call.fail(
      operationProblem(
        "data-format",
        { arg: "dataFormat" },
        `takes dataFormat "NHWC" or "NCHW", not "${dataFormat}"`,
        `Unknown dataFormat ${dataFormat}`,
      ),
    );
  if (dataFormat === "NCHW")
    return {
      batched: batch.length > 0,
      channels: rest[0]!,
      space: rest.slice(1),
      with: (channels, space) => [...batch, channels, ...space],
    };
  return {
    batched: batch.length > 0,
    channels: rest.at(-1)!,
    space: rest.slice(0, -1),
    with: (channels, space) => [...batch, ...space, channels],
  };
}

/**
 * Sizes after the windows of `op`. A number as padding follows TensorFlow.js: in two dimensions the first axis' filter
 * and stride serve both axes, in three each axis has its own.
 */
export function windowed(
  call: Call,
  op: string,
  space: Sizes,
  kernel: Sizes,
  steps: Sizes,
  dilation: Sizes = kernel.map(() => 1),
): Dim[] {
  const { pad } = call.args;
  const span = kernel.map((size, axis) => spanOf(size, dilation[axis]!));
  checkRounding(call, op);
  // in three dimensions what does not fit comes out as 0
  const atLeast0 = (size: Dim) => (space.length === 3 && typeof size === "number" ? Math.max(size, 0) : size);
  if (typeof pad === "string") {
    if (pad !== "same" && pad !== "valid") return unknownPadding(call, pad, space);
    return space.map((size, axis) =>
      atLeast0(convLength(size, kernel[axis]!, pad, steps[axis]!, dilation[axis]!)),
    );
  }
  const slide = slideBy(call.args.dimRoundingMode);
  if (typeof pad === "number") {
    if (space.length === 3)
      return space.map((size, axis) => atLeast0(slide(size, span[axis]!, 2 * pad, steps[axis]!)));
    warnOblong(call, kernel, steps, pad);
    return space.map((size) => slide(size, span[0]!, 2 * pad, steps[0]!));
  }
  if (!isList(pad)) return space.map(() => unknown);
  const before = call.args.dataFormat === "NCHW" ? 2 : 1;
  const sides = pad.length === space.length + 2 ? pad.slice(before, before + space.length) : pad;
  return space.map((size, axis) => {
    const side: unknown = sides[axis];
    const both = isList(side) ? add(sizeOf(side[0]), sizeOf(side[1])) : unknown;
    return slide(size, span[axis]!, both, steps[axis]!);
  });
}

/** (size − span + padding) / step + 1, cut off toward zero where no other rounding is asked for. */
function slideBy(mode: Arg): (size: Dim, span: Dim, padding: Dim, step: Dim) => Dim {
  return (size, span, padding, step) => {
    const room = add(sub(size, span), padding);
    if (typeof room === "number" && typeof step === "number") {
      const exact = room / step + 1;
      if (isUnknownArg(mode)) return Number.isInteger(exact) ? exact : unknown;
      const round =
        mode === "ceil"
          ? Math.ceil
          : mode === "round"
            ? Math.round
            : mode === "floor"
              ? Math.floor
              : Math.trunc;
      return round(exact);
    }
    if (mode === "round" || isUnknownArg(mode)) return unknown;
    return add(mode === "ceil" ? ceilDiv(room, step) : floorDiv(room, step), 1);
  };
}

function unknownPadding(call: Call, pad: string, space: Sizes): Dim[] {
  call.fail({
    ...operationProblem(
      "padding-mode",
      { arg: "pad" },
      `takes pad "same", "valid", a number or a list of pairs, not "${pad}"`,
      `Unknown padding parameter: ${pad}`,
    ),
    ...(/^(same|valid)$/i.test(pad) && { expected: pad.toLowerCase(), received: pad }),
  });
  return space.map(() => unknown);
}

/** Rounding is for numbers as padding only. */
function checkRounding(call: Call, op: string): void {
  const { pad, dimRoundingMode: mode } = call.args;
  if (typeof mode !== "string" || typeof pad !== "string") return;
  call.fail(
    operationProblem(
      "argument-value",
      { arg: "dimRoundingMode" },
      `rounds only with numbers as pad, not with "${pad}"`,
      `Error in ${op}: pad must be an integer when using dimRoundingMode ${mode} but got pad ${pad}.`,
    ),
  );
}

function warnOblong(call: Call, kernel: Sizes, steps: Sizes, pad: number): void {
  const even = (sizes: Sizes) => sizes.every((size) => size === sizes[0] || isUnknown(size));
  if (even(kernel) && even(steps)) return;
  call.fail({
    code: "numeric-padding",
    stage: "forward",
    at: { arg: "pad" },
    message: `pads by ${pad} with the height of the filter and its stride on both axes; use [[0, 0], [${pad}, ${pad}], [${pad}, ${pad}], [0, 0]]`,
    severity: "warning",
  });
}

/** Sizes below 1: no memory can be taken for a negative number of values, and no batch be taken off such a shape. */
export function requireSizes(call: Call, { batched }: Image, output: Sizes): Shape {
  const known = output.filter((size) => typeof size === "number");
  const bad = known.find((size) => size < 1);
  if (bad === undefined || call.inputs[0]!.includes(0)) return output;
  const negative = known.filter((size) => size < 0).length;
  // two negative sizes make a positive number of values
  const fails = batched ? negative % 2 === 1 && !known.includes(0) : negative > 0;
  const certain = fails && known.length === output.length;
  call.fail({
    ...operationProblem(
      negative ? "output-negative" : "output-empty",
      "call",
      `gives ${negative ? "a negative size" : "an empty result"}: ${showShape(call.inputs[0]!)} becomes ${showShape(output)}`,
      `Invalid typed array length: ${known.reduce((product, size) => product * size, 1)}`,
    ),
    severity: certain ? "error" : "warning",
  });
  return output;
}

/** One number an axis; 1 where nothing is given. */
export const steps = (arg: Arg, rank: number): Dim[] =>
  arg === undefined || arg === null ? new Array<Dim>(rank).fill(1) : perAxis(arg, rank);
