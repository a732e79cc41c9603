/**
 * All layers as classes: PyTorch's names, required arguments in place, the rest as options or in PyTorch's full order.
 *
 *   new nn.Conv2d(3, 16, 3, { padding: 1 })   // or new nn.Conv2d(3, 16, 3, 1, 1)
 */
import type { Tensor } from "../tensor/tensor.ts";
import { Layer } from "./layer.ts";

/** One number for all axes, or one an axis. */
export type Ints = number | readonly number[];
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

export interface ConvOptions {
  stride?: Ints;
  padding?: Ints | "same" | "valid";
  dilation?: Ints;
  groups?: number;
  bias?: boolean;
  paddingMode?: PaddingMode;
}
export interface ConvTransposeOptions {
  stride?: Ints;
  padding?: Ints;
  outputPadding?: Ints;
  groups?: number;
  bias?: boolean;
  dilation?: Ints;
  paddingMode?: "zeros";
}
export interface WindowOptions {
  dilation?: Ints;
  padding?: Ints;
  stride?: Ints;
}
export interface MaxPoolOptions {
  stride?: Ints | null;
  padding?: Ints;
  dilation?: Ints;
  returnIndices?: boolean;
  ceilMode?: boolean;
}
export interface AvgPoolOptions {
  stride?: Ints | null;
  padding?: Ints;
  ceilMode?: boolean;
  countIncludePad?: boolean;
  divisorOverride?: number | null;
}
export interface NormOptions {
  eps?: number;
  momentum?: number | null;
  affine?: boolean;
  trackRunningStats?: boolean;
}
export interface UpsampleOptions {
  size?: Ints | null;
  scaleFactor?: number | readonly number[] | null;
  mode?: "nearest" | "nearest-exact" | "area" | "linear" | "bilinear" | "bicubic" | "trilinear";
  alignCorners?: boolean | null;
}
export interface AttentionOptions {
  dropout?: number;
  bias?: boolean;
  addBiasKv?: boolean;
  addZeroAttn?: boolean;
  kdim?: number | null;
  vdim?: number | null;
  batchFirst?: boolean;
}
export interface RecurrentOptions {
  numLayers?: number;
  bias?: boolean;
  batchFirst?: boolean;
  dropout?: number;
  bidirectional?: boolean;
}
export interface LossOptions {
  reduction?: "mean" | "sum" | "none";
}

/** An option object, or the options one by one in PyTorch's order. */
type Options<O> = [options?: O] | (O[keyof O] | undefined)[];
type OneToOne = (input: Tensor) => Tensor;
type TwoToOne = (input: Tensor, target: Tensor) => Tensor;

/** A layer with the given forward. */
export interface LayerOf<F> extends Omit<Layer, "forward"> {
  forward: F;
}

/** The class of a layer: a `Layer` under PyTorch's name whose constructor has these arguments. */
function define<A extends unknown[], F = OneToOne>(name: string) {
  const cls = class extends Layer {
    constructor(...args: A) {
      super(name, args);
    }
  };
  Object.defineProperty(cls, "name", { value: name });
  return cls as unknown as { new (...args: A): Layer & { forward: F } };
}

export const Conv1d =
  define<[inChannels: number, outChannels: number, kernelSize: Ints, ...Options<ConvOptions>]>("Conv1d");
export type Conv1d = InstanceType<typeof Conv1d>;
export const Conv2d =
  define<[inChannels: number, outChannels: number, kernelSize: Ints, ...Options<ConvOptions>]>("Conv2d");
export type Conv2d = InstanceType<typeof Conv2d>;
export const Conv3d =
  define<[inChannels: number, outChannels: number, kernelSize: Ints, ...Options<ConvOptions>]>("Conv3d");
export type Conv3d = InstanceType<typeof Conv3d>;
export const ConvTranspose1d = define<
  [inChannels: number, outChannels: number, kernelSize: Ints, ...Options<ConvTransposeOptions>],
  (input: Tensor, outputSize?: readonly number[]) => Tensor
>("ConvTranspose1d");
export type ConvTranspose1d = InstanceType<typeof ConvTranspose1d>;
export const ConvTranspose2d = define<
  [inChannels: number, outChannels: number, kernelSize: Ints, ...Options<ConvTransposeOptions>],
  (input: Tensor, outputSize?: readonly number[]) => Tensor
>("ConvTranspose2d");
export type ConvTranspose2d = InstanceType<typeof ConvTranspose2d>;
export const ConvTranspose3d = define<
  [inChannels: number, outChannels: number, kernelSize: Ints, ...Options<ConvTransposeOptions>],
  (input: Tensor, outputSize?: readonly number[]) => Tensor
>("ConvTranspose3d");
export type ConvTranspose3d = InstanceType<typeof ConvTranspose3d>;
export const LazyConv1d =
  define<[outChannels: number, kernelSize: Ints, ...Options<ConvOptions>]>("LazyConv1d");
export type LazyConv1d = InstanceType<typeof LazyConv1d>;
export const LazyConv2d =
  define<[outChannels: number, kernelSize: Ints, ...Options<ConvOptions>]>("LazyConv2d");
export type LazyConv2d = InstanceType<typeof LazyConv2d>;
export const LazyConv3d =
  define<[outChannels: number, kernelSize: Ints, ...Options<ConvOptions>]>("LazyConv3d");
export type LazyConv3d = InstanceType<typeof LazyConv3d>;
export const LazyConvTranspose1d = define<
  [outChannels: number, kernelSize: Ints, ...Options<ConvTransposeOptions>],
  (input: Tensor, outputSize?: readonly number[]) => Tensor
>("LazyConvTranspose1d");
export type LazyConvTranspose1d = InstanceType<typeof LazyConvTranspose1d>;
export const LazyConvTranspose2d = define<
  [outChannels: number, kernelSize: Ints, ...Options<ConvTransposeOptions>],
  (input: Tensor, outputSize?: readonly number[]) => Tensor
>("LazyConvTranspose2d");
export type LazyConvTranspose2d = InstanceType<typeof LazyConvTranspose2d>;
export const LazyConvTranspose3d = define<
  [outChannels: number, kernelSize: Ints, ...Options<ConvTransposeOptions>],
  (input: Tensor, outputSize?: readonly number[]) => Tensor
>("LazyConvTranspose3d");
export type LazyConvTranspose3d = InstanceType<typeof LazyConvTranspose3d>;
export const Unfold = define<[kernelSize: Ints, ...Options<WindowOptions>]>("Unfold");
export type Unfold = InstanceType<typeof Unfold>;
export const Fold = define<[outputSize: Ints, kernelSize: Ints, ...Options<WindowOptions>]>("Fold");
export type Fold = InstanceType<typeof Fold>;
export const Linear =
  define<[inFeatures: number, outFeatures: number, ...Options<{ bias?: boolean }>]>("Linear");
export type Linear = InstanceType<typeof Linear>;
export const LazyLinear = define<[outFeatures: number, ...Options<{ bias?: boolean }>]>("LazyLinear");
export type LazyLinear = InstanceType<typeof LazyLinear>;
export const Identity = define<[]>("Identity");
export type Identity = InstanceType<typeof Identity>;
export const ReLU = define<[...Options<{ inplace?: boolean }>]>("ReLU");
export type ReLU = InstanceType<typeof ReLU>;
export const ReLU6 = define<[...Options<{ inplace?: boolean }>]>("ReLU6");
export type ReLU6 = InstanceType<typeof ReLU6>;
export const SELU = define<[...Options<{ inplace?: boolean }>]>("SELU");
export type SELU = InstanceType<typeof SELU>;
export const SiLU = define<[...Options<{ inplace?: boolean }>]>("SiLU");
export type SiLU = InstanceType<typeof SiLU>;
export const Mish = define<[...Options<{ inplace?: boolean }>]>("Mish");
export type Mish = InstanceType<typeof Mish>;
export const Hardswish = define<[...Options<{ inplace?: boolean }>]>("Hardswish");
export type Hardswish = InstanceType<typeof Hardswish>;
export const Hardsigmoid = define<[...Options<{ inplace?: boolean }>]>("Hardsigmoid");
export type Hardsigmoid = InstanceType<typeof Hardsigmoid>;
export const Sigmoid = define<[]>("Sigmoid");
export type Sigmoid = InstanceType<typeof Sigmoid>;
export const LogSigmoid = define<[]>("LogSigmoid");
export type LogSigmoid = InstanceType<typeof LogSigmoid>;
export const Tanh = define<[]>("Tanh");
export type Tanh = InstanceType<typeof Tanh>;
export const Softsign = define<[]>("Softsign");
export type Softsign = InstanceType<typeof Softsign>;
export const LeakyReLU = define<[...Options<{ negativeSlope?: number; inplace?: boolean }>]>("LeakyReLU");
export type LeakyReLU = InstanceType<typeof LeakyReLU>;
export const ELU = define<[...Options<{ alpha?: number; inplace?: boolean }>]>("ELU");
export type ELU = InstanceType<typeof ELU>;
export const CELU = define<[...Options<{ alpha?: number; inplace?: boolean }>]>("CELU");
export type CELU = InstanceType<typeof CELU>;
export const GELU = define<[...Options<{ approximate?: "none" | "tanh" }>]>("GELU");
export type GELU = InstanceType<typeof GELU>;
export const PReLU = define<[...Options<{ numParameters?: number; init?: number }>]>("PReLU");
export type PReLU = InstanceType<typeof PReLU>;
export const Hardtanh =
  define<[...Options<{ minVal?: number; maxVal?: number; inplace?: boolean }>]>("Hardtanh");
export type Hardtanh = InstanceType<typeof Hardtanh>;
export const Softplus = define<[...Options<{ beta?: number; threshold?: number }>]>("Softplus");
export type Softplus = InstanceType<typeof Softplus>;
export const Softmax = define<[...Options<{ dim?: number | null }>]>("Softmax");
export type Softmax = InstanceType<typeof Softmax>;
export const LogSoftmax = define<[...Options<{ dim?: number | null }>]>("LogSoftmax");
export type LogSoftmax = InstanceType<typeof LogSoftmax>;
export const Softmin = define<[...Options<{ dim?: number | null }>]>("Softmin");
export type Softmin = InstanceType<typeof Softmin>;
export const MaxPool1d = define<[kernelSize: Ints, ...Options<MaxPoolOptions>]>("MaxPool1d");
export type MaxPool1d = InstanceType<typeof MaxPool1d>;
export const MaxPool2d = define<[kernelSize: Ints, ...Options<MaxPoolOptions>]>("MaxPool2d");
export type MaxPool2d = InstanceType<typeof MaxPool2d>;
export const MaxPool3d = define<[kernelSize: Ints, ...Options<MaxPoolOptions>]>("MaxPool3d");
export type MaxPool3d = InstanceType<typeof MaxPool3d>;
export const AvgPool1d = define<[kernelSize: Ints, ...Options<AvgPoolOptions>]>("AvgPool1d");
export type AvgPool1d = InstanceType<typeof AvgPool1d>;
export const AvgPool2d = define<[kernelSize: Ints, ...Options<AvgPoolOptions>]>("AvgPool2d");
export type AvgPool2d = InstanceType<typeof AvgPool2d>;
export const AvgPool3d = define<[kernelSize: Ints, ...Options<AvgPoolOptions>]>("AvgPool3d");
export type AvgPool3d = InstanceType<typeof AvgPool3d>;
export const AdaptiveAvgPool1d =
  define<[outputSize: number | readonly (number | null)[]]>("AdaptiveAvgPool1d");
export type AdaptiveAvgPool1d = InstanceType<typeof AdaptiveAvgPool1d>;
export const AdaptiveAvgPool2d =
  define<[outputSize: number | readonly (number | null)[]]>("AdaptiveAvgPool2d");
export type AdaptiveAvgPool2d = InstanceType<typeof AdaptiveAvgPool2d>;
export const AdaptiveAvgPool3d =
  define<[outputSize: number | readonly (number | null)[]]>("AdaptiveAvgPool3d");
export type AdaptiveAvgPool3d = InstanceType<typeof AdaptiveAvgPool3d>;
export const AdaptiveMaxPool1d =
  define<[outputSize: number | readonly (number | null)[], ...Options<{ returnIndices?: boolean }>]>(
    "AdaptiveMaxPool1d",
  );
export type AdaptiveMaxPool1d = InstanceType<typeof AdaptiveMaxPool1d>;
export const AdaptiveMaxPool2d =
  define<[outputSize: number | readonly (number | null)[], ...Options<{ returnIndices?: boolean }>]>(
    "AdaptiveMaxPool2d",
  );
export type AdaptiveMaxPool2d = InstanceType<typeof AdaptiveMaxPool2d>;
export const AdaptiveMaxPool3d =
  define<[outputSize: number | readonly (number | null)[], ...Options<{ returnIndices?: boolean }>]>(
    "AdaptiveMaxPool3d",
  );
export type AdaptiveMaxPool3d = InstanceType<typeof AdaptiveMaxPool3d>;
export const BatchNorm1d = define<[numFeatures: number, ...Options<NormOptions>]>("BatchNorm1d");
export type BatchNorm1d = InstanceType<typeof BatchNorm1d>;
export const BatchNorm2d = define<[numFeatures: number, ...Options<NormOptions>]>("BatchNorm2d");
export type BatchNorm2d = InstanceType<typeof BatchNorm2d>;
export const BatchNorm3d = define<[numFeatures: number, ...Options<NormOptions>]>("BatchNorm3d");
export type BatchNorm3d = InstanceType<typeof BatchNorm3d>;
export const InstanceNorm1d = define<[numFeatures: number, ...Options<NormOptions>]>("InstanceNorm1d");
export type InstanceNorm1d = InstanceType<typeof InstanceNorm1d>;
export const InstanceNorm2d = define<[numFeatures: number, ...Options<NormOptions>]>("InstanceNorm2d");
export type InstanceNorm2d = InstanceType<typeof InstanceNorm2d>;
export const InstanceNorm3d = define<[numFeatures: number, ...Options<NormOptions>]>("InstanceNorm3d");
export type InstanceNorm3d = InstanceType<typeof InstanceNorm3d>;
export const LayerNorm =
  define<[normalizedShape: Ints, ...Options<{ eps?: number; elementwiseAffine?: boolean; bias?: boolean }>]>(
    "LayerNorm",
  );
export type LayerNorm = InstanceType<typeof LayerNorm>;
export const GroupNorm =
  define<[numGroups: number, numChannels: number, ...Options<{ eps?: number; affine?: boolean }>]>(
    "GroupNorm",
  );
export type GroupNorm = InstanceType<typeof GroupNorm>;
export const Flatten = define<[...Options<{ startDim?: number; endDim?: number }>]>("Flatten");
export type Flatten = InstanceType<typeof Flatten>;
export const Unflatten = define<[dim: number, unflattenedSize: readonly number[]]>("Unflatten");
export type Unflatten = InstanceType<typeof Unflatten>;
export const PixelShuffle = define<[upscaleFactor: number]>("PixelShuffle");
export type PixelShuffle = InstanceType<typeof PixelShuffle>;
export const PixelUnshuffle = define<[downscaleFactor: number]>("PixelUnshuffle");
export type PixelUnshuffle = InstanceType<typeof PixelUnshuffle>;
export const ZeroPad1d = define<[padding: Ints]>("ZeroPad1d");
export type ZeroPad1d = InstanceType<typeof ZeroPad1d>;
export const ZeroPad2d = define<[padding: Ints]>("ZeroPad2d");
export type ZeroPad2d = InstanceType<typeof ZeroPad2d>;
export const ZeroPad3d = define<[padding: Ints]>("ZeroPad3d");
export type ZeroPad3d = InstanceType<typeof ZeroPad3d>;
export const ReflectionPad1d = define<[padding: Ints]>("ReflectionPad1d");
export type ReflectionPad1d = InstanceType<typeof ReflectionPad1d>;
export const ReflectionPad2d = define<[padding: Ints]>("ReflectionPad2d");
export type ReflectionPad2d = InstanceType<typeof ReflectionPad2d>;
export const ReflectionPad3d = define<[padding: Ints]>("ReflectionPad3d");
export type ReflectionPad3d = InstanceType<typeof ReflectionPad3d>;
export const ReplicationPad1d = define<[padding: Ints]>("ReplicationPad1d");
export type ReplicationPad1d = InstanceType<typeof ReplicationPad1d>;
export const ReplicationPad2d = define<[padding: Ints]>("ReplicationPad2d");
export type ReplicationPad2d = InstanceType<typeof ReplicationPad2d>;
export const ReplicationPad3d = define<[padding: Ints]>("ReplicationPad3d");
export type ReplicationPad3d = InstanceType<typeof ReplicationPad3d>;
export const CircularPad1d = define<[padding: Ints]>("CircularPad1d");
export type CircularPad1d = InstanceType<typeof CircularPad1d>;
export const CircularPad2d = define<[padding: Ints]>("CircularPad2d");
export type CircularPad2d = InstanceType<typeof CircularPad2d>;
export const CircularPad3d = define<[padding: Ints]>("CircularPad3d");
export type CircularPad3d = InstanceType<typeof CircularPad3d>;
export const ConstantPad1d = define<[padding: Ints, value: number]>("ConstantPad1d");
export type ConstantPad1d = InstanceType<typeof ConstantPad1d>;
export const ConstantPad2d = define<[padding: Ints, value: number]>("ConstantPad2d");
export type ConstantPad2d = InstanceType<typeof ConstantPad2d>;
export const ConstantPad3d = define<[padding: Ints, value: number]>("ConstantPad3d");
export type ConstantPad3d = InstanceType<typeof ConstantPad3d>;
export const Upsample = define<
  [options: UpsampleOptions] | [size: Ints | null, ...Options<Omit<UpsampleOptions, "size">>]
>("Upsample");
export type Upsample = InstanceType<typeof Upsample>;
export const UpsamplingNearest2d =
  define<[options: Pick<UpsampleOptions, "size" | "scaleFactor">]>("UpsamplingNearest2d");
export type UpsamplingNearest2d = InstanceType<typeof UpsamplingNearest2d>;
export const UpsamplingBilinear2d =
  define<[options: Pick<UpsampleOptions, "size" | "scaleFactor">]>("UpsamplingBilinear2d");
export type UpsamplingBilinear2d = InstanceType<typeof UpsamplingBilinear2d>;
export const Dropout = define<[...Options<{ p?: number; inplace?: boolean }>]>("Dropout");
export type Dropout = InstanceType<typeof Dropout>;
export const Dropout1d = define<[...Options<{ p?: number; inplace?: boolean }>]>("Dropout1d");
export type Dropout1d = InstanceType<typeof Dropout1d>;
export const Dropout2d = define<[...Options<{ p?: number; inplace?: boolean }>]>("Dropout2d");
export type Dropout2d = InstanceType<typeof Dropout2d>;
export const Dropout3d = define<[...Options<{ p?: number; inplace?: boolean }>]>("Dropout3d");
export type Dropout3d = InstanceType<typeof Dropout3d>;
export const AlphaDropout = define<[...Options<{ p?: number; inplace?: boolean }>]>("AlphaDropout");
export type AlphaDropout = InstanceType<typeof AlphaDropout>;
export const FeatureAlphaDropout =
  define<[...Options<{ p?: number; inplace?: boolean }>]>("FeatureAlphaDropout");
export type FeatureAlphaDropout = InstanceType<typeof FeatureAlphaDropout>;
export const Embedding =
  define<[numEmbeddings: number, embeddingDim: number, ...Options<{ paddingIdx?: number | null }>]>(
    "Embedding",
  );
export type Embedding = InstanceType<typeof Embedding>;
export const MultiheadAttention = define<
  [embedDim: number, numHeads: number, ...Options<AttentionOptions>],
  (query: Tensor, key: Tensor, value: Tensor, options?: { needWeights?: boolean }) => [Tensor, Tensor]
>("MultiheadAttention");
export type MultiheadAttention = InstanceType<typeof MultiheadAttention>;
export const RNN = define<
  [inputSize: number, hiddenSize: number, ...Options<RecurrentOptions & { nonlinearity?: "tanh" | "relu" }>],
  (input: Tensor) => [Tensor, Tensor]
>("RNN");
export type RNN = InstanceType<typeof RNN>;
export const GRU = define<
  [inputSize: number, hiddenSize: number, ...Options<RecurrentOptions>],
  (input: Tensor) => [Tensor, Tensor]
>("GRU");
export type GRU = InstanceType<typeof GRU>;
export const LSTM = define<
  [inputSize: number, hiddenSize: number, ...Options<RecurrentOptions & { projSize?: number }>],
  (input: Tensor) => [Tensor, [Tensor, Tensor]]
>("LSTM");
export type LSTM = InstanceType<typeof LSTM>;
export const CrossEntropyLoss = define<[options?: LossOptions], TwoToOne>("CrossEntropyLoss");
export type CrossEntropyLoss = InstanceType<typeof CrossEntropyLoss>;
export const NLLLoss = define<[options?: LossOptions], TwoToOne>("NLLLoss");
export type NLLLoss = InstanceType<typeof NLLLoss>;
export const MSELoss = define<[options?: LossOptions], TwoToOne>("MSELoss");
export type MSELoss = InstanceType<typeof MSELoss>;
export const L1Loss = define<[options?: LossOptions], TwoToOne>("L1Loss");
export type L1Loss = InstanceType<typeof L1Loss>;
export const SmoothL1Loss = define<[options?: LossOptions], TwoToOne>("SmoothL1Loss");
export type SmoothL1Loss = InstanceType<typeof SmoothL1Loss>;
export const HuberLoss = define<[options?: LossOptions], TwoToOne>("HuberLoss");
export type HuberLoss = InstanceType<typeof HuberLoss>;
export const BCELoss = define<[options?: LossOptions], TwoToOne>("BCELoss");
export type BCELoss = InstanceType<typeof BCELoss>;
export const BCEWithLogitsLoss = define<[options?: LossOptions], TwoToOne>("BCEWithLogitsLoss");
export type BCEWithLogitsLoss = InstanceType<typeof BCEWithLogitsLoss>;
