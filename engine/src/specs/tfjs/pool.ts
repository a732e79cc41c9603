/**
 * Poolings over windows and over whole maps, in one, two and three dimensions.
 * https://js.tensorflow.org/api/latest/#layers.maxPooling2d
 */
import type { Dim } from "../../dims/index.ts";
import { ints, isDim, isList, isUnknownArg } from "../arguments.ts";
import type { Args, LayerSpec } from "../spec.ts";
import {
  type CheckCall,
  fieldProblem,
  isGiven,
  perAxis,
  requireDataFormat,
  requirePadding,
} from "./arguments.ts";
import { dataFormat, imageFormula, imageHint, imageOf, padding, type Rank } from "./image.ts";
import { layer } from "./layer.ts";
import { json } from "./text.ts";
import { convFormula, convLength, geometryOf, slidingOf } from "./window.ts";

function pool(kind: "max" | "average", rank: Rank): LayerSpec {
  return layer({
    name: `${kind}Pooling${rank}d`,
    summary: `The ${kind === "max" ? "largest" : "mean"} value of each window.`,
    params: [
      ints("poolSize", "Size of the window, one number or one an axis.", { default: 2 }),
      ints("strides", "Step of the window; poolSize where left out."),
      padding,
      ...(rank === 1 ? [] : [dataFormat]),
    ],
    readsConfig: "poolSize",
    rank: rank + 2,
    check: (call) => checkPool(call, rank),
    accept(call, input) {
      const size = call.args.poolSize;
      if (isList(size) && size.length < rank && poolOutput(call.args, input, rank).some(Number.isNaN)) {
        call.fail({
          code: "tuple-length",
          stage: "forward",
          at: { arg: "poolSize" },
          message: `needs ${rank} numbers as poolSize, not ${size.length}: the size of the output is not a number`,
          expected: new Array<Dim>(rank).fill(perAxis(size, 1)[0]!),
          received: size as readonly Dim[],
        });
      }
      return true;
    },
    output: (args, input) => [poolOutput(args, input, rank)],
    macs: () => 0,
    formula: imageFormula(convFormula, rank, "poolSize"),
    geometry: (args, space) => ({
      ...slidingOf(geometryOf(args, rank, "poolSize"), "each", space),
      mode: "nothing",
    }),
    inputHint: (args) => imageHint(args, rank),
  });
}

function poolOutput(args: Args, input: readonly Dim[], rank: Rank): Dim[] {
  const { space, channels, with: make } = imageOf(args, input);
  const { kernel, strides, padding } = geometryOf(args, rank, "poolSize");
  return make(
    channels,
    space.map((size, axis) => convLength(size, kernel[axis]!, padding, strides[axis]!, 1)),
  );
}

function checkPool(call: CheckCall, rank: Rank): void {
  const { args, fail } = call;
  for (const field of ["poolSize", "strides"]) {
    const value = args[field];
    if (!isGiven(value) || isUnknownArg(value)) continue;
    if (rank === 1 && isList(value) && value.length !== 1) {
      fail(
        fieldProblem(
          field,
          "tuple-length",
          `takes one number as ${field}, not ${value.length}`,
          `${field} for 1D convolutional layer must be a number or an Array of a single number, but received ${json(value)}`,
        ),
      );
      continue;
    }
    if (field === "strides" && isList(value) && value.length !== rank) {
      fail(
        fieldProblem(
          field,
          "tuple-length",
          `takes one number or ${rank} as strides, not ${value.length}`,
          `If the strides property of a ${rank}D pooling layer is an Array, it is expected to have a length of ${rank}, but received length ${value.length}.`,
        ),
      );
      continue;
    }
    requireWhole(call, field);
  }
  requirePadding(call);
  if (rank > 1) requireDataFormat(call);
}

function requireWhole({ args, fail }: CheckCall, field: string): void {
  const sizes = isList(args[field]) ? (args[field] as readonly unknown[]) : [args[field]];
  const bad = sizes.find(
    (size) =>
      !isUnknownArg(size) &&
      !(isDim(size) && (typeof size !== "number" || (Number.isInteger(size) && size > 0))),
  );
  if (bad === undefined) return;
  fail(
    fieldProblem(
      field,
      "argument-value",
      `needs positive whole numbers as ${field}, not ${json(bad)}`,
      `Expected element 1 of ${field} to be a positive integer, but got ${json(bad)}.`,
      "Error",
    ),
  );
}

function globalPool(kind: "Max" | "Average", rank: 1 | 2): LayerSpec {
  return layer({
    name: `global${kind}Pooling${rank}d`,
    summary: `The ${kind === "Max" ? "largest" : "mean"} value of each channel.`,
    params: rank === 2 ? [dataFormat] : [],
    ...(rank === 2 && { readsConfig: "dataFormat" }),
    rank: rank + 2,
    check: (call) => (rank === 2 ? requireDataFormat(call) : undefined),
    output: (args, input) => [[input[0]!, rank === 1 ? input[2]! : imageOf(args, input).channels]],
    macs: () => 0,
  });
}

const RANKS: readonly Rank[] = [1, 2, 3];
export const poolSpecs: readonly LayerSpec[] = [
  ...RANKS.flatMap((rank) => [pool("max", rank), pool("average", rank)]),
  ...([1, 2] as const).flatMap((rank) => [globalPool("Max", rank), globalPool("Average", rank)]),
];
