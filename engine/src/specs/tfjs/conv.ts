/**
 * conv1d, conv2d, conv3d. There are no groups, and "causal" padding computes the size of "valid".
 * https://js.tensorflow.org/api/latest/#layers.conv2d
 */
import { all, any, type Dim, eq, gt, isOpen, mul, not, product } from "../../dims/index.ts";
import { bool, flagOf, ints, isDim, isList, isUnknownArg, needInt, needInts, word } from "../arguments.ts";
import { show } from "../layer.ts";
import type { Args, Call, LayerSpec, Param } from "../spec.ts";
import {
  activation,
  type CheckCall,
  fieldProblem,
  perAxis,
  refuseActivityRegularizer,
  requireActivation,
  requireDataFormat,
  requireInitializers,
  requirePadding,
  requireTuple,
  sizeOf,
} from "./arguments.ts";
import {
  channelsFirst,
  dataFormat,
  imageFormula,
  imageHint,
  imageOf,
  padding,
  type Rank,
  strides,
} from "./image.ts";
import { inputProblem } from "./input-problem.ts";
import { layer } from "./layer.ts";
import { json } from "./text.ts";
import { convFormula, convLength, geometryOf, slidingOf } from "./window.ts";

const initializers = [
  word("kernelInitializer", "How the kernel starts.", { default: "glorotNormal" }),
  word("biasInitializer", "How the bias starts.", { default: "zeros" }),
];
/** The fields of every windowed convolution. */
export const convFields: readonly Param[] = [
  strides(),
  padding,
  dataFormat,
  ints("dilationRate", "Distance between the cells of the kernel.", { default: 1 }),
  activation,
  bool("useBias", "Whether a learned bias is added.", { default: true }),
  ...initializers,
];
export const kernelSize = needInts("kernelSize", "Size of the window, one number or one an axis.");
export const filters = needInt("filters", "Channels of the output.");

function conv(rank: Rank): LayerSpec {
  return layer({
    name: `conv${rank}d`,
    summary: `${rank}-d convolution.`,
    params: [filters, kernelSize, ...convFields],
    rank: rank + 2,
    check(call) {
      checkKernel(call, rank);
      checkFilters(call);
      refuseActivityRegularizer(call);
    },
    accept: (call, input) =>
      channelsKnown(call, input, "The channel dimension of the input should be defined. Found null") &&
      runs(call, rank, input),
    output: (args, input) => [convOutput(args, input, rank, sizeOf(args.filters))],
    weights(args, input): Record<string, readonly Dim[]> {
      const kernel = [...perAxis(args.kernelSize, rank), imageOf(args, input).channels, sizeOf(args.filters)];
      return { kernel, ...biasOf(args, sizeOf(args.filters)) };
    },
    macs: (args, input, output) =>
      mul(product(output), product([...perAxis(args.kernelSize, rank), imageOf(args, input).channels])),
    formula: imageFormula(convFormula, rank),
    geometry: (args, space) => slidingOf(geometryOf(args, rank), 1, space),
    inputHint: (args) => imageHint(args, rank),
  });
}

export const biasOf = (args: Args, channels: Dim): Record<string, readonly Dim[]> =>
  flagOf(args.useBias ?? true) === false ? {} : { bias: [channels] };

/** Output of a convolution with these channels. */
export function convOutput(
  args: Args,
  input: readonly Dim[],
  rank: Rank,
  channels: Dim,
  dilated = true,
): Dim[] {
  const { space, with: make } = imageOf(args, input);
  const { kernel, strides, dilation, padding } = geometryOf(args, rank);
  return make(
    channels,
    space.map((size, axis) =>
      convLength(size, kernel[axis]!, padding, strides[axis]!, dilated ? dilation[axis]! : 1),
    ),
  );
}

/** What BaseConv refuses of its config. */
export function checkKernel(call: CheckCall, rank: Rank): void {
  const { args, given, fail } = call;
  const kernel = args.kernelSize;
  if (!("kernelSize" in given)) {
    fail(
      fieldProblem(
        "kernelSize",
        "argument-missing",
        "needs kernelSize",
        "required key 'kernelSize' not in config",
        "AssertionError",
      ),
    );
  } else if (!isKernel(kernel)) {
    fail(
      fieldProblem(
        "kernelSize",
        "argument-value",
        `takes a number or a list of numbers as kernelSize, not ${json(kernel)}`,
        `BaseConv expects config.kernelSize to be number or number[] with length 1, 2, or 3, but received ${json(kernel)}.`,
      ),
    );
  }
  for (const field of ["kernelSize", "strides", "dilationRate"]) requireTuple(call, field, rank);
  requirePadding(call);
  requireDataFormat(call);
  requireActivation(call);
  requireInitializers(call);
}

const isKernel = (kernel: unknown): boolean =>
  isUnknownArg(kernel) ||
  (isList(kernel)
    ? kernel.length >= 1 && kernel.length <= 3 && kernel.every((size) => isUnknownArg(size) || isDim(size))
    : typeof kernel === "number" || (typeof kernel === "object" && kernel !== null));

export function checkFilters({ args, given, fail }: CheckCall): void {
  const count = args.filters;
  if (isUnknownArg(count) || (isDim(count) && typeof count !== "number")) return;
  const code = given.filters === undefined ? "argument-missing" : "argument-value";
  if (typeof count !== "number" || count <= 0) {
    fail({
      ...fieldProblem(
        "filters",
        code,
        code === "argument-missing"
          ? "needs filters"
          : `needs a positive number of filters, not ${json(count)}`,
        `Convolution layer expected config.filters to be a 'number' > 0 but got ${json(count)}`,
      ),
      received: count,
    });
  } else if (!Number.isInteger(count)) {
    fail({
      ...fieldProblem(
        "filters",
        code,
        `needs a whole number of filters, not ${count}`,
        `Expected filters to be a positive integer, but got ${count}.`,
        "Error",
      ),
      received: count,
    });
  }
}

/** Weights are made for a known number of channels. */
export function channelsKnown(call: Call, input: readonly Dim[], runtime: string): boolean {
  if (!isOpen(imageOf(call.args, input).channels)) return true;
  call.fail(
    inputProblem(
      "channels-unknown",
      `needs a known number of channels; the input leaves its ${channelsFirst(call.args) ? "first" : "last"} axis open`,
      runtime,
    ),
  );
  return false;
}

/** What builds and then throws whenever the layer runs. */
function runs(call: Call, rank: Rank, input: readonly Dim[]): boolean {
  const { args } = call;
  const { strides, dilation, padding } = geometryOf(args, rank);
  const steps = strides.indexOf(0);
  if (steps >= 0) {
    call.fail({
      code: "stride",
      stage: "forward",
      at: { arg: "strides" },
      message: "needs strides of at least 1, not 0",
      runtime: "Invalid typed array length: Infinity",
      exception: "RangeError",
      expected: 1,
      received: 0,
    });
  }
  if (padding === "causal") {
    call.fail({
      code: "padding-mode",
      stage: "forward",
      at: { arg: "padding" },
      message: 'cannot run with padding "causal": TensorFlow.js builds the layer and throws when it runs',
      runtime: `The support for CAUSAL padding mode in conv${rank === 3 ? 3 : 1}dWithBias is not implemented yet.`,
      exception: "NotImplementedError",
      expected: "same",
      received: "causal",
    });
  }
  if (rank === 1 && channelsFirst(args)) {
    const declared = convOutput(args, input, rank, sizeOf(args.filters));
    call.require(eq(declared[1]!, declared[2]!), () => ({
      code: "layout",
      stage: "forward",
      at: { arg: "dataFormat" },
      message:
        'gives [batch, steps, filters] when it runs with dataFormat "channelsFirst", not the shape it declares',
      severity: "warning",
    }));
  }
  return requireOneStep(call, strides, dilation, `conv${rank}D`);
}

/** Strides and dilation must not both be above 1. */
export function requireOneStep(
  call: Call,
  strides: readonly Dim[],
  dilation: readonly Dim[],
  op: string,
): boolean {
  const above = (steps: readonly Dim[]) => any(...steps.map((step) => gt(step, 1)));
  const text = (steps: readonly Dim[]) => steps.map(show).join(",");
  call.require(not(all(above(strides), above(dilation))), () => ({
    code: "stride-dilation",
    stage: "forward",
    at: { args: ["dilationRate", "strides"] },
    message: `cannot run with strides ${text(strides)} and dilationRate ${text(dilation)}: one of them must be 1`,
    runtime: `Error in ${op}: Either strides or dilations must be 1. Got strides ${text(strides)} and dilations '${text(dilation)}'`,
    exception: "Error",
    expected: 1,
    received: dilation,
  }));
  return true;
}

export const convSpecs: readonly LayerSpec[] = [conv(1), conv(2), conv(3)];
