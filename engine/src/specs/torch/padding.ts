/** Padding layers and F.pad. Sizes are given from the last axis backwards: left, right, top, bottom, front, back. */
import { add, all, any, type Dim, ge, gt, lt } from "../../dims/index.ts";
import { dimOf, isList, needInts, needShape, number, shapeOf, word, wordOf } from "../arguments.ts";
import { functionDocs, RANKS, type Rank, rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { float, list, tuple } from "../python.ts";
import type { Args, Call, LayerSpec, Problem, Shape } from "../spec.ts";

type Mode = "constant" | "reflect" | "replicate" | "circular";

function paddingSpec(name: string, mode: Mode, rank: Rank, value: boolean): LayerSpec {
  return {
    name,
    kind: "layer",
    summary: `Pads the last ${rank === 1 ? "axis" : `${rank} axes`} ${mode === "constant" ? "with a constant" : `in ${mode} mode`}.`,
    docs: torchDocs(name),
    params: [
      {
        ...needInts("padding", "Cells on each side, one number or two an axis, last axis first."),
        checkedAt: "forward",
      },
      ...(value ? [number("value", "The constant.", { required: true })] : []),
    ],
    infer: (call) => [inferPad(call, sidesOf(call.args.padding, rank), mode, { arg: "padding" })],
    macs: () => 0,
    margins: true,
    repr: (args) =>
      value ? `padding=${printed(args, rank)}, value=${float(args.value)}` : printed(args, rank),
  };
}

const printed = (args: Args, rank: Rank): string => tuple(sidesOf(args.padding, rank).map(show));
const sidesOf = (padding: unknown, rank: Rank): Dim[] =>
  isList(padding) ? padding.map(dimOf) : new Array<Dim>(2 * rank).fill(dimOf(padding));

const MODES: readonly Mode[] = ["constant", "reflect", "replicate", "circular"];

/** Pads as many axes as there are sizes for, whatever the layer's name says. */
function inferPad(call: Call, sides: readonly Dim[], mode: Mode, at: { arg: string }): Shape {
  const [input] = call.inputs;
  const rank = sides.length / 2;
  if (!MODES.includes(mode)) {
    call.fail({
      code: "padding-mode",
      stage: "forward",
      at: { arg: "mode" },
      message: `knows the modes ${MODES.join(", ")}, not "${mode}"`,
      runtime: `Unrecognised padding mode ${mode}`,
      exception: "NotImplementedError",
    });
    return null;
  }
  if (!input) return null;
  if (sides.length % 2) {
    call.fail({
      code: "padding",
      stage: "forward",
      at,
      message: `takes two sizes an axis, not ${sides.length} in all`,
      runtime: "Padding length must be divisible by 2",
      exception: "RuntimeError",
    });
    return null;
  }
  const axes = sides.length / 2;
  if (axes > input.length) {
    call.fail(
      rankProblem(
        `pads ${axes} axes of an input that has ${input.length}: ${showShape(input)}`,
        "Padding length too large",
      ),
    );
    return null;
  }
  if (
    mode !== "constant" &&
    (![1, 2, 3].includes(rank) || (input.length !== rank + 1 && input.length !== rank + 2))
  ) {
    call.fail(
      rankProblem(
        `takes ${rank + 1} or ${rank + 2} axes, receives ${input.length}: ${showShape(input)}`,
        "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
        "NotImplementedError",
      ),
    );
    return null;
  }
  if (mode === "circular" && input.length === rank + 1) {
    call.fail(circularUnbatched(rank));
    return null;
  }
  if (mode !== "constant" && !checkCells(call, mode, input, rank)) return null;
  const output = [...input];
  for (let axis = 0; axis < axes; axis++) {
    const i = input.length - 1 - axis;
    const [low, high] = [sides[2 * axis]!, sides[2 * axis + 1]!];
    const size = input[i]!;
    output[i] = add(size, add(low, high));
    const fine =
      mode === "constant"
        ? checkCrop(call, size, low, high, at)
        : checkMirror(call, mode, size, low, high, at, reflectText(low, high, axis, rank, input));
    if (!fine) return output;
  }
  if (mode !== "constant") checkLeft(call, input, output, rank, at);
  return output;
}

export const circularUnbatched = (rank: number): Problem => ({
  code: "padding-mode",
  stage: "forward",
  at: { input: 0 },
  message: `pads ${rank} ${rank === 1 ? "axis" : "axes"} in circular mode only behind a batch and channels: of ${rank + 2} axes, not ${rank + 1}`,
  runtime: `Invalid padding size, expected ${2 * rank - 2} but got ${2 * rank}`,
  exception: "RuntimeError",
});

/** The axes that must not be empty to be mirrored or repeated: not the batch, nor the channels of an unbatched row. */
export const cellsOf = (input: readonly Dim[], rank: number): readonly Dim[] =>
  input.slice(rank === 1 && input.length === 2 ? -1 : -rank - 1);

/** Mirrored and repeated cells must be there. */
function checkCells(call: Call, mode: Mode, input: readonly Dim[], rank: number): boolean {
  if (mode === "circular") return true;
  return call.require(all(...cellsOf(input, rank).map((size) => ge(size, 1))), () =>
    rankProblem(
      `receives an empty input ${showShape(input)}`,
      `Expected ${rank + 1}D or ${rank + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${list(input)}`,
    ),
  );
}

/** The text of PyTorch's reflection padding: two axes print the rank of the input in place of its sizes. */
export function reflectText(
  low: Dim,
  high: Dim,
  fromLast: number,
  rank: number,
  input: readonly Dim[],
): string {
  return `Argument #${4 + 2 * fromLast}: Padding size should be less than the corresponding input dimension, but got: padding (${show(low)}, ${show(high)}) at dimension ${input.length - 1 - fromLast} of input ${rank === 2 ? input.length : list(input)}`;
}

/** `unbatched`: the sizes of an input that is taken for one item, which may not be meant so. */
export const tooFewCells = (mode: string, side: Dim, size: Dim, unbatched?: readonly Dim[]): string =>
  `pads ${show(side)} cells in ${mode} mode, more than an axis of ${show(size)} has to give${unbatched ? `: ${showShape(unbatched)} is taken for one item without a batch, its channels first` : ""}`;

/** Mirrored and wrapped cells must be there. */
function checkMirror(
  call: Call,
  mode: Mode,
  size: Dim,
  low: Dim,
  high: Dim,
  at: { arg: string },
  text: string,
): boolean {
  if (mode === "replicate") return true;
  return [low, high].every((side) =>
    call.require(mode === "reflect" ? lt(side, size) : ge(size, side), () => ({
      code: "padding-mode",
      stage: "forward",
      at,
      message: tooFewCells(mode, side, size),
      runtime: mode === "circular" ? "Padding value causes wrapping around more than once." : text,
      exception: "RuntimeError",
    })),
  );
}

/** Negative sizes crop first, one side after the other; nothing may be left, but not less. */
function checkCrop(call: Call, size: Dim, low: Dim, high: Dim, at: { arg: string }): boolean {
  let left = size;
  for (const side of [low, high]) {
    if (typeof side !== "number" || side >= 0) continue;
    const [before, after] = [left, add(left, side)];
    const fine = call.require(ge(after, 0), () => ({
      code: "padding",
      stage: "forward",
      at,
      message: `crops ${show(size)} cells by ${show(low)} and ${show(high)}`,
      runtime: `start (${side === low ? -side : 0}) + length (${show(after)}) exceeds dimension size (${show(before)}).`,
      exception: "RuntimeError",
    }));
    if (!fine) return false;
    left = after;
  }
  return true;
}

/** In the other modes something must be left, on one axis at least. */
function checkLeft(
  call: Call,
  input: readonly Dim[],
  output: readonly Dim[],
  rank: number,
  at: { arg: string },
): void {
  const sizes = output.slice(-rank);
  const named = (of: readonly Dim[]): string =>
    of.map((size, i) => `${["D", "H", "W"].slice(-rank)[i]}: ${show(size)}`).join(rank === 3 ? " " : ", ");
  call.require(all(any(...sizes.map((size) => gt(size, 0))), ...sizes.map((size) => ge(size, 0))), () => ({
    code: "padding",
    stage: "forward",
    at,
    message: `crops everything: ${showShape(input)} becomes ${showShape(output)}`,
    runtime: `input (${named(input.slice(-rank))}) is too small. Calculated output ${sizes.map((size, i) => `${["D", "H", "W"].slice(-rank)[i]}: ${show(size)}`).join(" ")}`,
    exception: "RuntimeError",
  }));
}

/** F.pad(input, pad, mode, value) */
export const functionalPad: LayerSpec = {
  name: "pad",
  kind: "function",
  inFunctional: true,
  summary: "Adds cells around the last axes.",
  docs: functionDocs("nn.functional.pad"),
  params: [
    needShape("pad", "Cells on each side, two an axis, last axis first."),
    word("mode", "“constant”, “reflect”, “replicate” or “circular”.", {
      default: "constant",
      choices: ["constant", "reflect", "replicate", "circular"],
    }),
    number("value", "The constant.", { default: null }),
  ],
  infer: (call) => [
    inferPad(call, shapeOf(call.args.pad), (wordOf(call.args.mode) ?? "constant") as Mode, { arg: "pad" }),
  ],
  macs: () => 0,
  margins: true,
};

export const paddingSpecs: readonly LayerSpec[] = RANKS.flatMap((rank) => [
  paddingSpec(`ZeroPad${rank}d`, "constant", rank, false),
  paddingSpec(`ConstantPad${rank}d`, "constant", rank, true),
  paddingSpec(`ReflectionPad${rank}d`, "reflect", rank, false),
  paddingSpec(`ReplicationPad${rank}d`, "replicate", rank, false),
  paddingSpec(`CircularPad${rank}d`, "circular", rank, false),
]);
