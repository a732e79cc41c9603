/** `F`: layers without state, as functions. */

import type {
  AvgPoolOptions,
  ConvOptions,
  ConvTransposeOptions,
  Ints,
  LossOptions,
  MaxPoolOptions,
  UpsampleOptions,
  WindowOptions,
} from "../nn/layers.ts";
import { withoutTensors } from "../nn/tensor-arguments.ts";
import { callFunction, compute, throwFirst } from "../ops/function.ts";
import type { Cells } from "../ops/kernels.ts";
import { complete } from "../specs/arguments.ts";
import { construct } from "../specs/run.ts";
import type { Arg, Args } from "../specs/spec.ts";
import { torchLayers } from "../specs/torch/index.ts";
import type { Tensor } from "../tensor/tensor.ts";

type Options = Readonly<Record<string, Arg>>;

const named =
  (name: string) =>
  (input: Tensor): Tensor =>
    callFunction(name, [input], {})[0]!;
export const relu = named("relu");
export const relu6 = named("relu6");
export const selu = named("selu");
export const silu = named("silu");
export const mish = named("mish");
export const sigmoid = named("sigmoid");
export const tanh = named("tanh");
export const hardswish = named("hardswish");
export const hardsigmoid = named("hardsigmoid");
export const softsign = named("softsign");
export const logSigmoid = named("logSigmoid");
export const gelu = (input: Tensor, options: { approximate?: "none" | "tanh" } = {}): Tensor =>
  stateless("GELU", [input], options);
export const elu = (input: Tensor, alpha = 1): Tensor => stateless("ELU", [input], { alpha });
export const leakyRelu = (input: Tensor, negativeSlope = 0.01): Tensor =>
  stateless("LeakyReLU", [input], { negativeSlope });
export const hardtanh = (input: Tensor, minVal = -1, maxVal = 1): Tensor =>
  stateless("Hardtanh", [input], { minVal, maxVal });
export const softplus = (input: Tensor, beta = 1, threshold = 20): Tensor =>
  stateless("Softplus", [input], { beta, threshold });
export const softmax = (input: Tensor, dim: number): Tensor => callFunction("softmax", [input], { dim })[0]!;
export const logSoftmax = (input: Tensor, dim: number): Tensor =>
  callFunction("logSoftmax", [input], { dim })[0]!;
/** Dropout of a model in evaluation: the input itself. */
export const dropout = (input: Tensor, _p = 0.5, _training = false): Tensor => input;

/** A layer without learned tensors, run once. */
function stateless(
  name: string,
  inputs: readonly Tensor[],
  given: object,
  state: Readonly<Record<string, Cells>> = {},
): Tensor {
  const spec = torchLayers.get(name)!;
  throwFirst(construct(spec, given as Args).problems);
  return compute(spec, complete(spec, given as Args), inputs, state)[0]!;
}

/** `maxPool2d(x, 2)`, `maxPool2d(x, 2, { stride: 1 })`, `maxPool2d(x, 2, 1, 0)`: options or PyTorch's order. */
type Rest<O> = [options?: O] | (O[keyof O] | undefined)[];
const pool =
  <O extends object>(name: string) =>
  (input: Tensor, kernelSize: Ints, ...rest: Rest<O>): Tensor =>
    stateless(name, [input], { kernelSize, ...positional(name, rest, 1) });

/** Options behind the first `from` parameters of a layer. */
function positional(name: string, rest: readonly unknown[], from: number): Options {
  const [first] = rest;
  if (rest.length === 1 && typeof first === "object" && first !== null && !Array.isArray(first))
    return first as Options;
  const params = torchLayers.get(name)!.params.slice(from);
  return Object.fromEntries(
    rest.flatMap((value, i) => (value === undefined || !params[i] ? [] : [[params[i].name, value as Arg]])),
  );
}

export const maxPool1d = pool<MaxPoolOptions>("MaxPool1d");
export const maxPool2d = pool<MaxPoolOptions>("MaxPool2d");
export const maxPool3d = pool<MaxPoolOptions>("MaxPool3d");
export const avgPool1d = pool<AvgPoolOptions>("AvgPool1d");
export const avgPool2d = pool<AvgPoolOptions>("AvgPool2d");
export const avgPool3d = pool<AvgPoolOptions>("AvgPool3d");
const adaptive =
  (name: string) =>
  (input: Tensor, outputSize: number | readonly (number | null)[]): Tensor =>
    stateless(name, [input], { outputSize });
export const adaptiveAvgPool1d = adaptive("AdaptiveAvgPool1d");
export const adaptiveAvgPool2d = adaptive("AdaptiveAvgPool2d");
export const adaptiveAvgPool3d = adaptive("AdaptiveAvgPool3d");
export const adaptiveMaxPool1d = adaptive("AdaptiveMaxPool1d");
export const adaptiveMaxPool2d = adaptive("AdaptiveMaxPool2d");
export const adaptiveMaxPool3d = adaptive("AdaptiveMaxPool3d");
export const unfold = (input: Tensor, kernelSize: Ints, ...rest: Rest<WindowOptions>): Tensor =>
  stateless("Unfold", [input], { kernelSize, ...positional("Unfold", rest, 1) });
export const fold = (
  input: Tensor,
  outputSize: Ints,
  kernelSize: Ints,
  ...rest: Rest<WindowOptions>
): Tensor => stateless("Fold", [input], { outputSize, kernelSize, ...positional("Fold", rest, 2) });
export const pixelShuffle = (input: Tensor, upscaleFactor: number): Tensor =>
  stateless("PixelShuffle", [input], { upscaleFactor });
export const pixelUnshuffle = (input: Tensor, downscaleFactor: number): Tensor =>
  stateless("PixelUnshuffle", [input], { downscaleFactor });
export const interpolate = (input: Tensor, options: UpsampleOptions): Tensor =>
  callFunction("interpolate", [input], options as Options)[0]!;
export const pad = (
  input: Tensor,
  sizes: readonly number[],
  mode: "constant" | "reflect" | "replicate" | "circular" = "constant",
  value = 0,
): Tensor => callFunction("pad", [input], { pad: sizes, mode, value })[0]!;

const cells = (tensor: Tensor): Cells => ({ data: tensor.raw, shape: tensor.shape });
const learned = (weight: Tensor, bias: Tensor | null | undefined): Record<string, Cells> => ({
  weight: cells(weight),
  ...(bias && { bias: cells(bias) }),
});

export const linear = (input: Tensor, weight: Tensor, bias?: Tensor | null): Tensor =>
  stateless(
    "Linear",
    [input],
    { inFeatures: weight.shape[1]!, outFeatures: weight.shape[0]!, bias: Boolean(bias) },
    learned(weight, bias),
  );

const conv =
  (rank: number) =>
  (
    input: Tensor,
    weight: Tensor,
    bias: Tensor | null = null,
    options: Omit<ConvOptions, "bias"> = {},
  ): Tensor => {
    const [outChannels, inGroup, ...kernelSize] = weight.shape as [number, number, ...number[]];
    return stateless(
      `Conv${rank}d`,
      [input],
      {
        inChannels: inGroup * (options.groups ?? 1),
        outChannels,
        kernelSize,
        bias: bias !== null,
        ...options,
      },
      learned(weight, bias),
    );
  };
export const conv1d = conv(1);
export const conv2d = conv(2);
export const conv3d = conv(3);

const convTranspose =
  (rank: number) =>
  (
    input: Tensor,
    weight: Tensor,
    bias: Tensor | null = null,
    options: Omit<ConvTransposeOptions, "bias"> = {},
  ): Tensor => {
    const [inChannels, outGroup, ...kernelSize] = weight.shape as [number, number, ...number[]];
    return stateless(
      `ConvTranspose${rank}d`,
      [input],
      {
        inChannels,
        outChannels: outGroup * (options.groups ?? 1),
        kernelSize,
        bias: bias !== null,
        ...options,
      },
      learned(weight, bias),
    );
  };
export const convTranspose1d = convTranspose(1);
export const convTranspose2d = convTranspose(2);
export const convTranspose3d = convTranspose(3);

const loss =
  <O extends LossOptions = LossOptions>(name: string) =>
  (input: Tensor, target: Tensor, options?: O): Tensor => {
    const { args, tensors } = withoutTensors({ ...options }, 2);
    return callFunction(name, [input, target, ...Object.values(tensors)], args)[0]!;
  };
export const crossEntropy = loss("crossEntropy");
export const nllLoss = loss("nllLoss");
export const mseLoss = loss("mseLoss");
export const l1Loss = loss("l1Loss");
export const smoothL1Loss = loss("smoothL1Loss");
export const huberLoss = loss("huberLoss");
export const binaryCrossEntropy = loss("binaryCrossEntropy");
export const binaryCrossEntropyWithLogits = loss("binaryCrossEntropyWithLogits");
