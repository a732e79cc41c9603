/**
 * conv2dTranspose and conv3dTranspose. The library computes the gradient of the convolution that would have made its
 * input: all of what ConvTranspose gives, cut to the wanted size behind that convolution's padding.
 * https://js.tensorflow.org/api/latest/#layers.conv2dTranspose
 */
import type { Args } from "../../specs/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { activate } from "./activation.ts";
import { batched, empty, packed, settingsOf, steps } from "./conv.ts";
import { cells, provideLayer, provideOperation, torch } from "./job.ts";
import { fromChannelsFirst, imageOf, toChannelsFirst } from "./layout.ts";
import { type Pad, windowsOf } from "./window.ts";

/** `kernel` is [...size, out, in]; `out` the spatial sizes of the result. */
function convolveTransposed(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | undefined,
  strides: readonly number[],
  pad: Pad,
  first: boolean,
  out: readonly number[],
): Tensor {
  const { batch, channels, space } = imageOf(x, first);
  const kernelSize = kernel.shape.slice(0, -2);
  const rank = kernelSize.length;
  const outChannels = kernel.shape[rank]!;
  if (out.some((size) => size <= 0)) return empty(batch, out, outChannels, first);
  const low = windowsOf(
    out,
    kernelSize,
    strides,
    strides.map(() => 1),
    pad,
  ).map((window) => window.low);
  const whole = space.map((size, axis) => (size - 1) * strides[axis]! + kernelSize[axis]!);
  // cells before the first one that ConvTranspose gives are the bias alone
  const inside = low.every((cells) => cells >= 0) && bias;
  const args: Args = {
    inChannels: channels,
    outChannels,
    kernelSize,
    stride: strides,
    padding: 0,
    // where the kernel is smaller than the stride the last cells see no input
    outputPadding: whole.map((size, axis) => Math.max(0, low[axis]! + out[axis]! - size)),
    groups: 1,
    bias: Boolean(inside),
    dilation: 1,
    paddingMode: "zeros",
  };
  const image = toChannelsFirst(
    x,
    first,
    space.map(() => 0),
    space,
  );
  const state = { weight: packed(kernel), ...(inside && { bias: cells(bias) }) };
  const y = fromChannelsFirst(torch(`ConvTranspose${rank}d`, args, image, state), first, low, out);
  return bias && !inside ? y.add(first ? bias.reshape([-1, ...out.map(() => 1)]) : bias) : y;
}

for (const rank of [2, 3])
  provideLayer([`conv${rank}dTranspose`], ({ args, inputs: [x], weights }) => {
    const { strides, pad, first } = settingsOf(args, rank);
    const kernel = weights.kernel!;
    const out = imageOf(x!, first).space.map((size, axis) => {
      const longer = pad === "same" ? 0 : Math.max(kernel.shape[axis]! - strides[axis]!, 0);
      return size * strides[axis]! + longer;
    });
    const y = convolveTransposed(x!, kernel, weights.bias, strides, pad, first, out);
    return activate(y, args.activation);
  });

for (const rank of [2, 3])
  provideOperation(
    [`conv${rank}dTranspose`],
    ["outputShape", "strides", "pad"],
    ({ args, inputs: [x, filter] }) => {
      const out = (args.outputShape as readonly number[]).slice(-rank - 1, -1);
      return batched(x!, rank, (image) =>
        convolveTransposed(image, filter!, undefined, steps(args.strides, rank), args.pad, false, out),
      );
    },
  );
