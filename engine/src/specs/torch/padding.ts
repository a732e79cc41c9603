/** Padding layers and F.pad. Sizes are given from the last axis backwards: left, right, top, bottom, front, back. */
import { add, any, type Dim, eq, ge, gt, lt } from "../../dims/index.ts";
import { dimOf, isList, needInts, needShape, number, shapeOf, word, wordOf } from "../arguments.ts";
import { functionDocs, RANKS, type Rank, rankProblem, show, showShape, torchDocs } from "../layer.ts";
import { float, list, tuple } from "../python.ts";
import type { Args, Call, LayerSpec, Shape } from "../spec.ts";

type Mode = "constant" | "reflect" | "replicate" | "circular";

function paddingSpec(name: string, mode: Mode, rank: Rank, value: boolean): LayerSpec {
  return {
    name,
    kind: "layer",
    summary: `Pads the last ${rank === 1 ? "axis" : `${rank} axes`} ${mode === "constant" ? "with a constant" : `in ${mode} mode`}.`,
    docs: torchDocs(name),
    params: [
      needInts("padding", "Cells on each side, one number or two an axis, last axis first."),
      ...(value ? [number("value", "The constant.", { default: 0 })] : []),
    ],
    infer: (call) => [inferPad(call, sidesOf(call.args.padding, rank), mode, { arg: "padding" }, rank)],
    macs: () => 0,
    repr: (args) =>
      value ? `padding=${printed(args, rank)}, value=${float(args.value)}` : printed(args, rank),
  };
}

const printed = (args: Args, rank: Rank): string => tuple(sidesOf(args.padding, rank).map(show));
const sidesOf = (padding: unknown, rank: Rank): Dim[] =>
  isList(padding) ? padding.map(dimOf) : new Array<Dim>(2 * rank).fill(dimOf(padding));

function inferPad(call: Call, sides: readonly Dim[], mode: Mode, at: { arg: string }, rank?: Rank): Shape {
  const [input] = call.inputs;
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
  if (mode !== "constant" && rank !== undefined && input.length !== rank + 1 && input.length !== rank + 2) {
    call.fail(
      rankProblem(
        `takes ${rank + 1} or ${rank + 2} axes, receives ${input.length}: ${showShape(input)}`,
        "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
        "NotImplementedError",
      ),
    );
    return null;
  }
  const output = [...input];
  for (let axis = 0; axis < axes; axis++) {
    const i = input.length - 1 - axis;
    const [low, high] = [sides[2 * axis]!, sides[2 * axis + 1]!];
    const size = input[i]!;
    output[i] = add(size, add(low, high));
    if (!checkSides(call, mode, size, low, high, output[i]!, at, input)) return output;
  }
  return output;
}

function checkSides(
  call: Call,
  mode: Mode,
  size: Dim,
  low: Dim,
  high: Dim,
  padded: Dim,
  at: { arg: string },
  input: readonly Dim[],
): boolean {
  if (mode === "reflect" || mode === "circular") {
    for (const side of [low, high]) {
      const fits = call.require(mode === "reflect" ? lt(side, size) : ge(size, side), () => ({
        code: "padding-mode",
        stage: "forward",
        at,
        message: `pads ${show(side)} cells in ${mode} mode, more than an axis of ${show(size)} has to give`,
        runtime: `Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (${show(low)}, ${show(high)}) at dimension ${input.length - 1} of input ${list(input)}`,
        exception: "RuntimeError",
      }));
      if (!fits) return false;
    }
  }
  // cropping may leave nothing, but not less; in the other modes something must be left
  const least = mode === "constant" ? ge(padded, 0) : gt(padded, 0);
  return call.require(mode === "constant" ? least : any(least, eq(size, 0)), () => ({
    code: "padding",
    stage: "forward",
    at,
    message: `crops ${show(size)} cells by ${show(low)} and ${show(high)}`,
    runtime: `start (0) + length (${show(padded)}) exceeds dimension size (${show(size)}).`,
    exception: "RuntimeError",
  }));
}

/** F.pad(input, pad, mode, value) */
export const functionalPad: LayerSpec = {
  name: "pad",
  kind: "function",
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
};

export const paddingSpecs: readonly LayerSpec[] = RANKS.flatMap((rank) => [
  paddingSpec(`ZeroPad${rank}d`, "constant", rank, false),
  paddingSpec(`ConstantPad${rank}d`, "constant", rank, true),
  paddingSpec(`ReflectionPad${rank}d`, "reflect", rank, false),
  paddingSpec(`ReplicationPad${rank}d`, "replicate", rank, false),
  paddingSpec(`CircularPad${rank}d`, "circular", rank, false),
]);
