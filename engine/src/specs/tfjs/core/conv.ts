/**
 * Convolutions as operations: the filter is a tensor, [height, width, in, out].
 * https://js.tensorflow.org/api/latest/#conv2d
 */
import { add, type Dim, eq, floorDiv, isUnknown, mul, product, sub, unknown } from "../../../dims/index.ts";
import { int, isList, isUnknownArg, shape, word } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Arg, Call, LayerSpec, Param, Problem, Shape } from "../../spec.ts";
import { perAxis, sizeOf } from "../arguments.ts";
import { requireOneStep } from "../conv.ts";
import { convLength, spanOf } from "../window.ts";
import { operation, operationProblem } from "./define.ts";

export const strides = shape("strides", "Step of the window, one number or one an axis.");
export const pad: Param = {
  name: "pad",
  kind: "any",
  doc: "“valid”, “same”, a number, or [before, after] of each axis.",
};
const format = word("dataFormat", "“NHWC” or “NCHW”.", { default: "NHWC" });
const dilations = shape("dilations", "Distance between the cells of the filter.", { default: 1 });

type Sizes = readonly Dim[];

/** [batch, …space, channels], or the same without a batch. */
interface Image {
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
  if (call.args.dataFormat === "NCHW")
    return {
      channels: rest[0]!,
      space: rest.slice(1),
      with: (channels, space) => [...batch, channels, ...space],
    };
  return {
    channels: rest.at(-1)!,
    space: rest.slice(0, -1),
    with: (channels, space) => [...batch, ...space, channels],
  };
}

/** Sizes after the windows. A number as padding follows TensorFlow.js: the first axis' filter and stride serve all axes. */
export function windowed(
  call: Call,
  space: Sizes,
  kernel: Sizes,
  steps: Sizes,
  dilation: Sizes = kernel.map(() => 1),
): Dim[] {
  const { pad } = call.args;
  if (typeof pad === "string")
    return space.map((size, axis) => convLength(size, kernel[axis]!, pad, steps[axis]!, dilation[axis]!));
  if (typeof pad === "number") {
    const span = spanOf(kernel[0]!, dilation[0]!);
    warnOblong(call, kernel, steps, pad);
    return space.map((size) => slide(size, span, mul(2, pad), steps[0]!));
  }
  if (!isList(pad)) return space.map(() => unknown);
  const sides = pad.length === space.length + 2 ? pad.slice(1, -1) : pad;
  return space.map((size, axis) => {
    const side: unknown = sides[axis];
    const both = isList(side) ? add(sizeOf(side[0]), sizeOf(side[1])) : unknown;
    return slide(size, spanOf(kernel[axis]!, dilation[axis]!), both, steps[axis]!);
  });
}

const slide = (size: Dim, span: Dim, padding: Dim, step: Dim): Dim =>
  add(floorDiv(add(sub(size, span), padding), step), 1);

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

export function requireSizes(call: Call, output: Sizes): Shape {
  const bad = output.find((size) => typeof size === "number" && size < 1);
  if (bad !== undefined && !call.inputs[0]!.includes(0)) {
    call.fail({
      code: bad === 0 ? "output-empty" : "output-negative",
      stage: "forward",
      at: "call",
      message: `gives ${bad === 0 ? "an empty result" : "a negative size"}: ${showShape(call.inputs[0]!)} becomes ${showShape(output)}`,
      severity: "warning",
    });
  }
  return output;
}

const channelProblem = (runtime: string, expected: Dim, received: Dim): Problem => ({
  ...operationProblem(
    "conv-in-channels",
    { input: 1 },
    `has a filter for ${show(expected)} channels, receives ${show(received)}`,
    runtime,
  ),
  expected,
  received,
});

const steps = (arg: Arg, rank: number): Dim[] =>
  arg === undefined || arg === null ? new Array<Dim>(rank).fill(1) : perAxis(arg, rank);

function convolution(rank: 2 | 3, name: string): LayerSpec {
  return operation(
    name,
    `${rank}-d convolution of x with a filter.`,
    [strides, pad, rank === 2 ? format : word("dataFormat", "“NDHWC”.", { default: "NDHWC" }), dilations],
    (call) => {
      const image = imageOf(call, rank, name);
      const filter = call.inputs[1];
      if (!image || !filter || filter.length !== rank + 2) return [null];
      const [kernel, inChannels, filters] = [filter.slice(0, rank), filter[rank]!, filter[rank + 1]!];
      call.require(eq(inChannels, image.channels), () =>
        channelProblem(
          `Error in ${name}: depth of input (${show(image.channels)}) must match input depth for filter ${show(inChannels)}.`,
          inChannels,
          image.channels,
        ),
      );
      const [step, dilation] = [steps(call.args.strides, rank), steps(call.args.dilations, rank)];
      requireOneStep(call, step, dilation, `conv${rank}D`);
      return [requireSizes(call, image.with(filters, windowed(call, image.space, kernel, step, dilation)))];
    },
    { inputs: ["x", "filter"], macs: filterMacs },
  );
}

/** Each value of the output sums over a filter's cells and channels. */
const filterMacs: LayerSpec["macs"] = (_args, [, filter], [output]) =>
  filter && output ? mul(product(output), product(filter.slice(0, -1))) : unknown;

/** As a 2-d convolution of height 1, so that a number as padding pads the height too. */
const conv1d = operation(
  "conv1d",
  "1-d convolution of x with a filter.",
  [
    int("stride", "Step of the window."),
    pad,
    word("dataFormat", "“NWC”.", { default: "NWC" }),
    int("dilation", "Distance between the cells of the filter.", { default: 1 }),
  ],
  (call) => {
    const image = imageOf(call, 1, "conv1d");
    const filter = call.inputs[1];
    if (!image || filter?.length !== 3) return [null];
    const [kernel, inChannels, filters] = filter as [Dim, Dim, Dim];
    call.require(eq(inChannels, image.channels), () =>
      channelProblem(
        `Error in conv1d: depth of input (${show(image.channels)}) must match input depth for filter ${show(inChannels)}.`,
        inChannels,
        image.channels,
      ),
    );
    const { pad, stride } = call.args;
    if (typeof pad !== "number") {
      requireOneStep(call, steps(stride, 1), steps(call.args.dilation, 1), "conv1D");
      return [
        requireSizes(
          call,
          image.with(
            filters,
            windowed(call, image.space, [kernel], steps(stride, 1), steps(call.args.dilation, 1)),
          ),
        ),
      ];
    }
    const output = image.with(
      filters,
      image.space.map((size) => add(size, 2 * pad)),
    );
    call.fail({
      ...operationProblem(
        "numeric-padding",
        { arg: "pad" },
        `cannot pad by a number: TensorFlow.js pads its hidden height too; pad the input with tf.pad, or use "same" or "valid"`,
        `Size must match the product of shape ${showShape(output)}`,
      ),
      severity: pad > 0 ? "error" : "warning",
    });
    return [output];
  },
  { inputs: ["x", "filter"], macs: filterMacs },
);

const depthwiseConv2d = operation(
  "depthwiseConv2d",
  "Convolution of each channel by itself; the filter is [height, width, in, multiplier].",
  [strides, pad, format, dilations],
  (call) => {
    const image = imageOf(call, 2, "depthwiseConv2d");
    const filter = call.inputs[1];
    if (!image || filter?.length !== 4) return [null];
    const [height, width, inChannels, multiplier] = filter as [Dim, Dim, Dim, Dim];
    call.require(eq(inChannels, image.channels), () =>
      channelProblem(
        `Error in depthwiseConv2d: number of input channels (${show(image.channels)}) must match the inChannels dimension in filter ${show(inChannels)}.`,
        inChannels,
        image.channels,
      ),
    );
    const [step, dilation] = [steps(call.args.strides, 2), steps(call.args.dilations, 2)];
    requireOneStep(call, step, dilation, "depthwiseConv2d");
    return [
      requireSizes(
        call,
        image.with(
          mul(image.channels, multiplier),
          windowed(call, image.space, [height, width], step, dilation),
        ),
      ),
    ];
  },
  { inputs: ["x", "filter"] },
);

const separableConv2d = operation(
  "separableConv2d",
  "A depthwise convolution, then one of size 1.",
  [strides, pad, shape("dilation", "Distance between the cells of the filter.", { default: 1 }), format],
  (call) => {
    const image = imageOf(call, 2, "separableConv2d");
    const [, depthwise, pointwise] = call.inputs;
    if (!image || depthwise?.length !== 4 || pointwise?.length !== 4) return [null];
    const wide = mul(depthwise[2]!, depthwise[3]!);
    call.require(eq(depthwise[2]!, image.channels), () =>
      channelProblem(
        `Error in depthwiseConv2d: number of input channels (${show(image.channels)}) must match the inChannels dimension in filter ${show(depthwise[2]!)}.`,
        depthwise[2]!,
        image.channels,
      ),
    );
    call.require(eq(pointwise[2]!, wide), () => ({
      ...operationProblem(
        "conv-in-channels",
        { input: 2 },
        `has a pointwise filter for ${show(pointwise[2]!)} channels where the depthwise one gives ${show(wide)}`,
        `Error in separableConv2d: the third dimension of pointwise filter must be ${show(wide)}, but got ${show(pointwise[2]!)}.`,
      ),
    }));
    const space = windowed(
      call,
      image.space,
      depthwise.slice(0, 2),
      steps(call.args.strides, 2),
      steps(call.args.dilation, 2),
    );
    return [requireSizes(call, image.with(pointwise[3]!, space))];
  },
  { inputs: ["x", "depthwiseFilter", "pointwiseFilter"] },
);

const conv2dTranspose = operation(
  "conv2dTranspose",
  "Transposed convolution to a given shape; the filter is [height, width, out, in].",
  [shape("outputShape", "The whole shape of the output."), strides, pad],
  (call) => {
    const image = imageOf(call, 2, "conv2dTranspose");
    const filter = call.inputs[1];
    const { outputShape } = call.args;
    if (image && filter?.length === 4) {
      const [, , , inChannels] = filter as [Dim, Dim, Dim, Dim];
      call.require(eq(inChannels, image.channels), () =>
        channelProblem(
          `Error in conv2dDerInput: depth of output (${show(image.channels)}) must match output depth for filter ${show(inChannels)}.`,
          inChannels,
          image.channels,
        ),
      );
    }
    return [isList(outputShape) ? outputShape.map(sizeOf) : null];
  },
  { inputs: ["x", "filter"] },
);

function pooling(name: string, rank: 2 | 3): LayerSpec {
  return operation(
    name,
    "One value for each window.",
    [shape("filterSize", "Size of the window."), strides, pad],
    (call) => {
      const image = imageOf(call, rank, name);
      if (!image || isUnknownArg(call.args.filterSize)) return [null];
      return [
        requireSizes(
          call,
          image.with(
            image.channels,
            windowed(call, image.space, steps(call.args.filterSize, rank), steps(call.args.strides, rank)),
          ),
        ),
      ];
    },
  );
}

export const convOperations: readonly LayerSpec[] = [
  conv1d,
  convolution(2, "conv2d"),
  convolution(3, "conv3d"),
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  ...["maxPool", "avgPool"].flatMap((name) => [pooling(name, 2), pooling(`${name}3d`, 3)]),
];
