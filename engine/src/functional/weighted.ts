/**
 * Layers as functions of their weights.
 *
 *   F.conv2d(x, weight, bias, { padding: 1 })   // or F.conv2d(x, weight, bias, 1, 1)
 */

import { ConvLensError } from "../errors/convlens-error.ts";
import type { Cells } from "../jobs/job.ts";
import { complete } from "../specs/arguments.ts";
import { construct } from "../specs/run.ts";
import type { Args } from "../specs/spec.ts";
import { torchLayers } from "../specs/torch/index.ts";
import { named } from "../tensor/arguments.ts";
import { compute, throwFirst } from "../tensor/function.ts";
import type { ConvOptions, ConvTransposeOptions, Ints, Options } from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";

type Weights = Readonly<Record<string, Tensor | null | undefined>>;

/** The layer of these arguments with these weights, once. */
function withWeights(name: string, input: Tensor, given: object, weights: Weights, training = false): Tensor {
  const spec = torchLayers.get(name)!;
  throwFirst(construct(spec, given as Args).problems);
  const state: Record<string, Cells> = {};
  for (const [key, tensor] of Object.entries(weights))
    if (tensor) state[key] = { data: tensor.raw, shape: tensor.shape };
  return compute(spec, complete(spec, given as Args), [input], state, {}, training)[0]!;
}

/** A bias has one value for each output channel. */
function checkBias(bias: Tensor | null | undefined, channels: number, weight: Tensor): void {
  if (!bias || (bias.shape.length === 1 && bias.shape[0] === channels)) return;
  throw new ConvLensError(
    `Given weight of size [${weight.shape.join(", ")}], expected bias to be 1-dimensional with ${channels} elements, but got bias of size [${bias.shape.join(", ")}] instead`,
    "bias-size",
  );
}

const requireRank = (name: string, weight: Tensor, rank: number): void => {
  if (weight.shape.length !== rank)
    throw new ConvLensError(
      `${name} takes a weight of ${rank} axes, not [${weight.shape.join(", ")}]`,
      "rank",
    );
};

/** weight: [outFeatures, inFeatures] */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  requireRank("linear", weight, 2);
  const [outFeatures, inFeatures] = weight.shape as [number, number];
  checkBias(bias, outFeatures, weight);
  return withWeights("Linear", input, { inFeatures, outFeatures, bias: bias !== null }, { weight, bias });
}

type Conv = Omit<ConvOptions, "bias" | "paddingMode">;
type ConvTranspose = Omit<ConvTransposeOptions, "bias" | "paddingMode">;
type ConvOrder = ["stride", "padding", "dilation", "groups"];
type ConvTransposeOrder = ["stride", "padding", "outputPadding", "groups", "dilation"];
const convOrder: ConvOrder = ["stride", "padding", "dilation", "groups"];
const convTransposeOrder: ConvTransposeOrder = ["stride", "padding", "outputPadding", "groups", "dilation"];
const params = (names: readonly string[]) => names.map((name) => ({ name }));

/** weight: [outChannels, inChannels / groups, …kernel] */
const conv =
  (rank: number) =>
  (input: Tensor, weight: Tensor, bias: Tensor | null = null, ...args: Options<Conv, ConvOrder>): Tensor => {
    requireRank(`conv${rank}d`, weight, rank + 2);
    const given = named(`conv${rank}d`, params(convOrder), args);
    const [outChannels, inGroup, ...kernelSize] = weight.shape as [number, number, ...number[]];
    checkBias(bias, outChannels, weight);
    const inChannels = inGroup * ((given.groups as number | undefined) ?? 1);
    const layer = { inChannels, outChannels, kernelSize, bias: bias !== null, ...given };
    return withWeights(`Conv${rank}d`, input, layer, { weight, bias });
  };
export const conv1d = conv(1);
export const conv2d = conv(2);
export const conv3d = conv(3);

/** weight: [inChannels, outChannels / groups, …kernel] */
const convTranspose =
  (rank: number) =>
  (
    input: Tensor,
    weight: Tensor,
    bias: Tensor | null = null,
    ...args: Options<ConvTranspose, ConvTransposeOrder>
  ): Tensor => {
    requireRank(`convTranspose${rank}d`, weight, rank + 2);
    const given = named(`convTranspose${rank}d`, params(convTransposeOrder), args);
    const [inChannels, outGroup, ...kernelSize] = weight.shape as [number, number, ...number[]];
    const outChannels = outGroup * ((given.groups as number | undefined) ?? 1);
    checkBias(bias, outChannels, weight);
    const layer = { inChannels, outChannels, kernelSize, bias: bias !== null, ...given };
    return withWeights(`ConvTranspose${rank}d`, input, layer, { weight, bias });
  };
export const convTranspose1d = convTranspose(1);
export const convTranspose2d = convTranspose(2);
export const convTranspose3d = convTranspose(3);

/** Over the last axes; weight and bias have their sizes. */
export const layerNorm = (
  input: Tensor,
  normalizedShape: Ints,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor => withWeights("LayerNorm", input, { normalizedShape, eps }, { weight, bias });

export const groupNorm = (
  input: Tensor,
  numGroups: number,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor =>
  withWeights(
    "GroupNorm",
    input,
    { numGroups, numChannels: weight?.shape[0] ?? input.shape[1]!, eps, affine: weight !== null },
    { weight, bias },
  );

/** Rows of `weight` by index. */
export const embedding = (input: Tensor, weight: Tensor): Tensor => {
  requireRank("embedding", weight, 2);
  const [numEmbeddings, embeddingDim] = weight.shape as [number, number];
  return withWeights("Embedding", input, { numEmbeddings, embeddingDim }, { weight });
};

/** A slope for all values, or one a channel. */
export const prelu = (input: Tensor, weight: Tensor): Tensor =>
  withWeights("PReLU", input, { numParameters: weight.shape[0]! }, { weight });

/** Each channel by the running statistics, or in training by its own, which then move the running ones in place. */
export const batchNorm = (
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  training = false,
  momentum = 0.1,
  eps = 1e-5,
): Tensor =>
  withWeights(
    `BatchNorm${Math.max(1, input.shape.length - 2)}d`,
    input,
    {
      numFeatures: (runningMean ?? weight)?.shape[0] ?? input.shape[1]!,
      eps,
      momentum,
      affine: weight !== null,
      trackRunningStats: runningMean !== null,
    },
    { weight, bias, running_mean: runningMean, running_var: runningVar },
    training,
  );
