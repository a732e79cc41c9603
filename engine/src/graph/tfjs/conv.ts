/**
 * conv1d, conv2d, conv3d, depthwiseConv2d and separableConv2d, as layers and as operations, on the planned kernels of
 * `nn`: padded by hand as TensorFlow.js pads, channels first on the way.
 * https://js.tensorflow.org/api/latest/#layers.conv2d
 */
import type { Arg, Args } from "../../specs/spec.ts";
import { perAxis } from "../../specs/tfjs/arguments.ts";
import { channelsFirst } from "../../specs/tfjs/image.ts";
import { geometryOf } from "../../specs/tfjs/window.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";
import { activate } from "./activation.ts";
import { rowsTimes } from "./dense.ts";
import { cells, type Job, provideLayer, provideOperation, remembered, torch } from "./job.ts";
import { fromChannelsFirst, imageOf, toChannelsFirst } from "./layout.ts";
import { type Pad, windowsOf } from "./window.ts";

export interface Settings {
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly pad: Pad;
  readonly rounding?: unknown;
  readonly first: boolean; // channels
}

/** x with a kernel of [...size, in, out]. */
export const convolve = (x: Tensor, kernel: Tensor, bias: Tensor | undefined, settings: Settings): Tensor =>
  isPointwise(kernel, settings)
    ? rowsTimes(x, kernel, bias)
    : slide(x, kernel.shape.slice(0, -2), packed(kernel), 1, bias, settings);

/** Each channel of x with kernels of its own, [height, width, in, multiplier]. */
const depthwise = (x: Tensor, kernel: Tensor, bias: Tensor | undefined, settings: Settings): Tensor =>
  slide(x, kernel.shape.slice(0, -2), packedDepthwise(kernel), kernel.shape[2]!, bias, settings);

/** Size 1 and step 1: rows of channels times a matrix, where they lie. */
const isPointwise = (kernel: Tensor, { strides, pad, first }: Settings): boolean =>
  !first &&
  kernel.shape.slice(0, -2).every((size) => size === 1) &&
  strides.every((stride) => stride === 1) &&
  (typeof pad === "string" || pad === 0);

function slide(
  x: Tensor,
  kernelSize: readonly number[],
  weight: { readonly data: Float32Array; readonly shape: readonly number[] },
  groups: number,
  bias: Tensor | undefined,
  { strides, dilation, pad, rounding, first }: Settings,
): Tensor {
  const { batch, channels, space } = imageOf(x, first);
  const windows = windowsOf(space, kernelSize, strides, dilation, pad, rounding);
  const outChannels = weight.shape[0]!;
  const out = windows.map((window) => window.out);
  if (out.some((size) => size <= 0)) return empty(batch, out, outChannels, first);
  const image = toChannelsFirst(
    x,
    first,
    windows.map(({ low }) => low),
    windows.map(({ extent }) => extent),
  );
  const args: Args = {
    inChannels: channels,
    outChannels,
    kernelSize,
    stride: strides,
    padding: 0,
    dilation,
    groups,
    bias: Boolean(bias),
    paddingMode: "zeros",
  };
  const state = { weight, ...(bias && { bias: cells(bias) }) };
  return fromChannelsFirst(torch(`Conv${kernelSize.length}d`, args, image, state), first);
}

/** A result without values. Throws for a size below 0. */
export function empty(batch: number, out: readonly number[], channels: number, first: boolean): Tensor {
  const shape = first ? [batch, channels, ...out] : [batch, ...out, channels];
  return Tensor.wrap(new Float32Array(countOf(shape)), shape);
}

/** [...size, a, b] → [b, a, ...size] */
export const packed = remembered((kernel) => {
  const [a, b] = kernel.shape.slice(-2) as [number, number];
  const size = kernel.shape.slice(0, -2);
  const area = size.reduce((product, cells) => product * cells, 1);
  const data = new Float32Array(kernel.raw.length);
  let from = 0;
  for (let cell = 0; cell < area; cell++)
    for (let i = 0; i < a; i++)
      for (let j = 0; j < b; j++) data[(j * a + i) * area + cell] = kernel.raw[from++]!;
  return { data, shape: [b, a, ...size] };
});

/** [height, width, in, multiplier] → [in · multiplier, 1, height, width] */
const packedDepthwise = remembered((kernel) => {
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  return packed(Tensor.wrap(kernel.raw, [height, width, 1, channels * multiplier]));
});

/** What the config of a windowed layer says. */
export function settingsOf(args: Args, rank: number, dilated = true): Settings {
  const { strides, dilation, padding } = geometryOf(args, rank);
  return {
    strides: strides as number[],
    dilation: dilated ? (dilation as number[]) : strides.map(() => 1),
    pad: padding,
    first: channelsFirst(args),
  };
}

provideLayer(["conv1d"], ({ args, inputs: [x], weights }) => {
  // with channels first TensorFlow.js gives them last
  const { first, ...settings } = settingsOf(args, 1);
  const input = first ? x!.permute(0, 2, 1) : x!;
  return activate(
    convolve(input, weights.kernel!, weights.bias, { ...settings, first: false }),
    args.activation,
  );
});
for (const rank of [2, 3])
  provideLayer([`conv${rank}d`], ({ args, inputs: [x], weights }) =>
    activate(convolve(x!, weights.kernel!, weights.bias, settingsOf(args, rank)), args.activation),
  );
provideLayer(["depthwiseConv2d"], ({ args, inputs: [x], weights }) =>
  activate(
    depthwise(x!, weights.depthwise_kernel!, weights.bias, settingsOf(args, 2, false)),
    args.activation,
  ),
);
provideLayer(["separableConv2d"], ({ args, inputs: [x], weights }) => {
  const settings = settingsOf(args, 2);
  const { depthwise_kernel, pointwise_kernel, bias } = weights;
  const last = { ...settings, first: false };
  const input = settings.first ? x!.permute(0, 2, 3, 1) : x!;
  const wide = depthwise(input, depthwise_kernel!, undefined, last);
  // with channels first the bias meets them while they stand last, as in TensorFlow.js
  const inPlace = settings.first ? undefined : bias;
  const mixed = convolve(wide, pointwise_kernel!, inPlace, { ...last, strides: [1, 1], dilation: [1, 1] });
  const biased = settings.first && bias ? mixed.add(bias.reshape(1, -1, 1, 1)) : mixed;
  const result = activate(biased, args.activation);
  return settings.first ? result.permute(0, 3, 1, 2) : result;
});

// ── operations ──────────────────────────────────────────────────────────────────────────────────────────────────────

const ones = (rank: number): number[] => new Array<number>(rank).fill(1);
export const steps = (arg: Arg, rank: number): number[] =>
  arg === undefined || arg === null ? ones(rank) : (perAxis(arg, rank) as number[]);

/** Runs on an image that may come without a batch. */
export function batched(x: Tensor, rank: number, run: (x: Tensor) => Tensor): Tensor {
  if (x.ndim === rank + 2) return run(x);
  const y = run(x.reshape([1, ...x.shape]));
  return y.reshape(y.shape.slice(1));
}

function operationSettings({ args }: Job, rank: number): Settings {
  return {
    strides: steps(args.strides, rank),
    dilation: steps(args.dilations, rank),
    pad: args.pad,
    rounding: args.dimRoundingMode,
    first: args.dataFormat === "NCHW",
  };
}

provideOperation(["conv1d"], ["stride", "pad", "dataFormat", "dilation"], ({ args, inputs: [x, filter] }) =>
  batched(x!, 1, (input) =>
    convolve(input, filter!, undefined, {
      strides: steps(args.stride, 1),
      dilation: steps(args.dilation, 1),
      pad: args.pad,
      rounding: args.dimRoundingMode,
      first: false,
    }),
  ),
);
for (const rank of [2, 3])
  provideOperation([`conv${rank}d`], ["strides", "pad", "dataFormat", "dilations"], (job) =>
    batched(job.inputs[0]!, rank, (x) =>
      convolve(x, job.inputs[1]!, undefined, operationSettings(job, rank)),
    ),
  );
provideOperation(["depthwiseConv2d"], ["strides", "pad", "dataFormat", "dilations"], (job) =>
  batched(job.inputs[0]!, 2, (x) => depthwise(x, job.inputs[1]!, undefined, operationSettings(job, 2))),
);
provideOperation(["separableConv2d"], ["strides", "pad", "dilation", "dataFormat"], (job) => {
  const [x, depth, point] = job.inputs as [Tensor, Tensor, Tensor];
  const settings = { ...operationSettings(job, 2), dilation: steps(job.args.dilation, 2) };
  const mix = { ...settings, strides: [1, 1], dilation: [1, 1], pad: "valid" };
  return batched(x, 2, (image) =>
    convolve(depthwise(image, depth, undefined, settings), point, undefined, mix),
  );
});
