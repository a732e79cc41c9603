/**
 * Convolutions as operations: the filter is a tensor, [height, width, in, out].
 * https://js.tensorflow.org/api/latest/#conv2d
 */
import { add, type Dim, eq, floorDiv, mul, product, unknown } from "../../../dims/index.ts";
import { int, isList, shape, word } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Call, LayerSpec, Problem } from "../../spec.ts";
import { sizeOf } from "../arguments.ts";
import { requireOneStep } from "../conv.ts";
import { operation, operationProblem } from "./define.ts";
import { imageOf, pad, requireSizes, rounding, steps, strides, windowed } from "./window.ts";

const format = word("dataFormat", "“NHWC” or “NCHW”.", { default: "NHWC" });
const dilations = shape("dilations", "Distance between the cells of the filter.", { default: 1 });

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

function convolution(rank: 2 | 3, name: string): LayerSpec {
  return operation(
    name,
    `${rank}-d convolution of x with a filter.`,
    [
      strides,
      pad,
      rank === 2 ? format : word("dataFormat", "“NDHWC”.", { default: "NDHWC" }),
      dilations,
      ...(rank === 2 ? [rounding] : []),
    ],
    (call) => {
      if (rank === 3) requireFormat(call, name, "NDHWC");
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
      return [
        requireSizes(
          call,
          image,
          image.with(filters, windowed(call, name, image.space, kernel, step, dilation)),
        ),
      ];
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
    rounding,
  ],
  (call) => {
    requireFormat(call, "conv1d", "NWC");
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
    requireOneStep(call, steps(stride, 1), steps(call.args.dilation, 1), "conv1D");
    if (typeof pad !== "number") {
      return [
        requireSizes(
          call,
          image,
          image.with(
            filters,
            windowed(call, "conv1d", image.space, [kernel], steps(stride, 1), steps(call.args.dilation, 1)),
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
  [strides, pad, format, dilations, rounding],
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
        image,
        image.with(
          mul(image.channels, multiplier),
          windowed(call, "depthwiseConv2d", image.space, [height, width], step, dilation),
        ),
      ),
    ];
  },
  {
    inputs: ["x", "filter"],
    macs: (_args, [, filter], [output]) =>
      filter && output ? mul(product(output), product(filter.slice(0, 2))) : unknown,
  },
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
    for (const axis of [0, 1]) {
      const size = pointwise[axis]!;
      call.require(eq(size, 1), () =>
        operationProblem(
          "filter-size",
          { input: 2 },
          `takes a pointwise filter of size 1, receives ${showShape(pointwise)}`,
          `Error in separableConv2d: the ${axis ? "second" : "first"} dimension of pointwise filter must be 1, but got ${show(size)}.`,
        ),
      );
    }
    const [step, dilation] = [steps(call.args.strides, 2), steps(call.args.dilation, 2)];
    requireOneStep(call, step, dilation, "depthwiseConv2d");
    const space = windowed(call, "separableConv2d", image.space, depthwise.slice(0, 2), step, dilation);
    return [requireSizes(call, image, image.with(pointwise[3]!, space))];
  },
  {
    inputs: ["x", "depthwiseFilter", "pointwiseFilter"],
    // each pixel of the output: the depthwise filter once, then the pointwise one
    macs: (_args, [, depthwise, pointwise], [output]) =>
      depthwise && pointwise && output
        ? mul(floorDiv(product(output), pointwise.at(-1)!), add(product(depthwise), product(pointwise)))
        : unknown,
  },
);

const transposed = (rank: 2 | 3) => {
  const name = `conv${rank}dTranspose`;
  return operation(
    name,
    `Transposed convolution to a given shape; the filter is [${rank === 3 ? "depth, " : ""}height, width, out, in].`,
    [shape("outputShape", "The whole shape of the output."), strides, pad, ...(rank === 2 ? [rounding] : [])],
    (call) => {
      const image = imageOf(call, rank, name);
      const filter = call.inputs[1];
      const output = isList(call.args.outputShape) ? call.args.outputShape.map(sizeOf) : null;
      if (image && filter?.length === rank + 2) {
        const [outChannels, inChannels] = [filter[rank]!, filter[rank + 1]!];
        const inner = rank === 2 ? "conv2dDerInput" : "conv3dDerInput";
        call.require(eq(inChannels, image.channels), () =>
          channelProblem(
            `Error in ${inner}: depth of output (${show(image.channels)}) must match output depth for filter ${show(inChannels)}.`,
            inChannels,
            image.channels,
          ),
        );
        const declared = output?.at(-1);
        if (declared !== undefined)
          call.require(eq(outChannels, declared), () =>
            channelProblem(
              `Error in ${inner}: depth of input (${show(declared)}) must match input depth for filter ${show(outChannels)}.`,
              outChannels,
              declared,
            ),
          );
      }
      return [output];
    },
    {
      inputs: ["x", "filter"],
      macs: (_args, [x, filter]) => (x && filter ? mul(product(x), product(filter.slice(0, -1))) : unknown),
    },
  );
};

const [conv2dTranspose, conv3dTranspose] = [transposed(2), transposed(3)];

/** One layout only. */
function requireFormat(call: Call, op: string, only: string): void {
  const { dataFormat } = call.args;
  if (typeof dataFormat !== "string" || dataFormat === only) return;
  call.fail({
    ...operationProblem(
      "data-format",
      { arg: "dataFormat" },
      `takes dataFormat "${only}" only, not "${dataFormat}"`,
      `Error in ${op}: got dataFormat of ${dataFormat} but only ${only} is currently supported.`,
    ),
    expected: only,
    received: dataFormat,
  });
}

export const convOperations: readonly LayerSpec[] = [
  conv1d,
  convolution(2, "conv2d"),
  convolution(3, "conv3d"),
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  conv3dTranspose,
];
