/**
 * All layers as classes: PyTorch's names, required arguments in place, the rest as options or in PyTorch's full order.
 *
 *   new nn.Conv2d(3, 16, 3, { padding: 1 })   // or new nn.Conv2d(3, 16, 3, 1, 1)
 */

import type {
  AttentionCall,
  AttentionOptions,
  AttentionOrder,
  AvgPool1dOptions,
  AvgPool1dOrder,
  AvgPoolOptions,
  AvgPoolOrder,
  BCELossOptions,
  BCEWithLogitsOptions,
  ConvOptions,
  ConvOrder,
  ConvTransposeOptions,
  ConvTransposeOrder,
  CrossEntropyOptions,
  EmbeddingOptions,
  EmbeddingOrder,
  Ints,
  LossOptions,
  MaxPoolOptions,
  MaxPoolOrder,
  NLLLossOptions,
  NormOptions,
  NormOrder,
  Options,
  OutputSize,
  RecurrentOptions,
  UpsampleOptions,
  UpsampleOrder,
  WindowOptions,
  WindowOrder,
} from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Layer } from "./layer.ts";

type OneToOne = (input: Tensor) => Tensor;
type Transposed = (
  input: Tensor,
  outputSize?: readonly number[] | { outputSize?: readonly number[] },
) => Tensor;
type Loss = (input: Tensor, target: Tensor) => Tensor;

/** The class of a layer: a `Layer` under PyTorch's name whose constructor has these arguments. */
function define<A extends readonly unknown[], F extends (...inputs: never[]) => unknown = OneToOne>(
  name: string,
) {
  const cls = class extends Layer {
    constructor(...args: A) {
      super(name, args);
    }
  };
  Object.defineProperty(cls, "name", { value: name });
  return cls as unknown as { new (...args: A): Layer<Parameters<F>, ReturnType<F>> };
}

type Inplace = Options<{ inplace?: boolean }, ["inplace"]>;
type Dim = Options<{ dim?: number | null }, ["dim"]>;
type Bias = Options<{ bias?: boolean }, ["bias"]>;
type Drop = Options<{ p?: number; inplace?: boolean }, ["p", "inplace"]>;
type Alpha = Options<{ alpha?: number; inplace?: boolean }, ["alpha", "inplace"]>;
type Indices = Options<{ returnIndices?: boolean }, ["returnIndices"]>;
type Scaling = Options<Pick<UpsampleOptions, "size" | "scaleFactor">, ["size", "scaleFactor"]>;
type Reduction = Options<LossOptions, ["reduction"]>;
type Norm = [numFeatures: number, ...Options<NormOptions, NormOrder>];
type LazyNorm = Options<NormOptions, NormOrder>;
type Conv = [inChannels: number, outChannels: number, kernelSize: Ints, ...Options<ConvOptions, ConvOrder>];
type LazyConv = [outChannels: number, kernelSize: Ints, ...Options<ConvOptions, ConvOrder>];
type ConvTranspose = [
  inChannels: number,
  outChannels: number,
  kernelSize: Ints,
  ...Options<ConvTransposeOptions, ConvTransposeOrder>,
];
type LazyConvTranspose = [
  outChannels: number,
  kernelSize: Ints,
  ...Options<ConvTransposeOptions, ConvTransposeOrder>,
];
type MaxPool = [kernelSize: Ints, ...Options<MaxPoolOptions, MaxPoolOrder>];
type AvgPool = [kernelSize: Ints, ...Options<AvgPoolOptions, AvgPoolOrder>];
type RecurrentOrder = ["numLayers", "bias", "batchFirst", "dropout", "bidirectional"];
type Recurrent = [inputSize: number, hiddenSize: number, ...Options<RecurrentOptions, RecurrentOrder>];

export const Conv1d = define<Conv>("Conv1d");
export type Conv1d = InstanceType<typeof Conv1d>;
export const Conv2d = define<Conv>("Conv2d");
export type Conv2d = InstanceType<typeof Conv2d>;
export const Conv3d = define<Conv>("Conv3d");
export type Conv3d = InstanceType<typeof Conv3d>;
export const ConvTranspose1d = define<ConvTranspose, Transposed>("ConvTranspose1d");
export type ConvTranspose1d = InstanceType<typeof ConvTranspose1d>;
export const ConvTranspose2d = define<ConvTranspose, Transposed>("ConvTranspose2d");
export type ConvTranspose2d = InstanceType<typeof ConvTranspose2d>;
export const ConvTranspose3d = define<ConvTranspose, Transposed>("ConvTranspose3d");
export type ConvTranspose3d = InstanceType<typeof ConvTranspose3d>;
export const LazyConv1d = define<LazyConv>("LazyConv1d");
export type LazyConv1d = InstanceType<typeof LazyConv1d>;
export const LazyConv2d = define<LazyConv>("LazyConv2d");
export type LazyConv2d = InstanceType<typeof LazyConv2d>;
export const LazyConv3d = define<LazyConv>("LazyConv3d");
export type LazyConv3d = InstanceType<typeof LazyConv3d>;
export const LazyConvTranspose1d = define<LazyConvTranspose, Transposed>("LazyConvTranspose1d");
export type LazyConvTranspose1d = InstanceType<typeof LazyConvTranspose1d>;
export const LazyConvTranspose2d = define<LazyConvTranspose, Transposed>("LazyConvTranspose2d");
export type LazyConvTranspose2d = InstanceType<typeof LazyConvTranspose2d>;
export const LazyConvTranspose3d = define<LazyConvTranspose, Transposed>("LazyConvTranspose3d");
export type LazyConvTranspose3d = InstanceType<typeof LazyConvTranspose3d>;
export const Unfold = define<[kernelSize: Ints, ...Options<WindowOptions, WindowOrder>]>("Unfold");
export type Unfold = InstanceType<typeof Unfold>;
export const Fold =
  define<[outputSize: Ints, kernelSize: Ints, ...Options<WindowOptions, WindowOrder>]>("Fold");
export type Fold = InstanceType<typeof Fold>;
export const Linear = define<[inFeatures: number, outFeatures: number, ...Bias]>("Linear");
export type Linear = InstanceType<typeof Linear>;
export const LazyLinear = define<[outFeatures: number, ...Bias]>("LazyLinear");
export type LazyLinear = InstanceType<typeof LazyLinear>;
export const Identity = define<unknown[]>("Identity");
export type Identity = InstanceType<typeof Identity>;
export const ReLU = define<Inplace>("ReLU");
export type ReLU = InstanceType<typeof ReLU>;
export const ReLU6 = define<Inplace>("ReLU6");
export type ReLU6 = InstanceType<typeof ReLU6>;
export const SELU = define<Inplace>("SELU");
export type SELU = InstanceType<typeof SELU>;
export const SiLU = define<Inplace>("SiLU");
export type SiLU = InstanceType<typeof SiLU>;
export const Mish = define<Inplace>("Mish");
export type Mish = InstanceType<typeof Mish>;
export const Hardswish = define<Inplace>("Hardswish");
export type Hardswish = InstanceType<typeof Hardswish>;
export const Hardsigmoid = define<Inplace>("Hardsigmoid");
export type Hardsigmoid = InstanceType<typeof Hardsigmoid>;
export const Sigmoid = define<[]>("Sigmoid");
export type Sigmoid = InstanceType<typeof Sigmoid>;
export const LogSigmoid = define<[]>("LogSigmoid");
export type LogSigmoid = InstanceType<typeof LogSigmoid>;
export const Tanh = define<[]>("Tanh");
export type Tanh = InstanceType<typeof Tanh>;
export const Softsign = define<[]>("Softsign");
export type Softsign = InstanceType<typeof Softsign>;
export const LeakyReLU =
  define<Options<{ negativeSlope?: number; inplace?: boolean }, ["negativeSlope", "inplace"]>>("LeakyReLU");
export type LeakyReLU = InstanceType<typeof LeakyReLU>;
export const ELU = define<Alpha>("ELU");
export type ELU = InstanceType<typeof ELU>;
export const CELU = define<Alpha>("CELU");
export type CELU = InstanceType<typeof CELU>;
export const GELU = define<Options<{ approximate?: "none" | "tanh" }, ["approximate"]>>("GELU");
export type GELU = InstanceType<typeof GELU>;
export const PReLU =
  define<Options<{ numParameters?: number; init?: number }, ["numParameters", "init"]>>("PReLU");
export type PReLU = InstanceType<typeof PReLU>;
export const Hardtanh =
  define<Options<{ minVal?: number; maxVal?: number; inplace?: boolean }, ["minVal", "maxVal", "inplace"]>>(
    "Hardtanh",
  );
export type Hardtanh = InstanceType<typeof Hardtanh>;
export const Softplus =
  define<Options<{ beta?: number; threshold?: number }, ["beta", "threshold"]>>("Softplus");
export type Softplus = InstanceType<typeof Softplus>;
export const Softmax = define<Dim>("Softmax");
export type Softmax = InstanceType<typeof Softmax>;
export const LogSoftmax = define<Dim>("LogSoftmax");
export type LogSoftmax = InstanceType<typeof LogSoftmax>;
export const Softmin = define<Dim>("Softmin");
export type Softmin = InstanceType<typeof Softmin>;
export const MaxPool1d = define<MaxPool>("MaxPool1d");
export type MaxPool1d = InstanceType<typeof MaxPool1d>;
export const MaxPool2d = define<MaxPool>("MaxPool2d");
export type MaxPool2d = InstanceType<typeof MaxPool2d>;
export const MaxPool3d = define<MaxPool>("MaxPool3d");
export type MaxPool3d = InstanceType<typeof MaxPool3d>;
export const AvgPool1d =
  define<[kernelSize: Ints, ...Options<AvgPool1dOptions, AvgPool1dOrder>]>("AvgPool1d");
export type AvgPool1d = InstanceType<typeof AvgPool1d>;
export const AvgPool2d = define<AvgPool>("AvgPool2d");
export type AvgPool2d = InstanceType<typeof AvgPool2d>;
export const AvgPool3d = define<AvgPool>("AvgPool3d");
export type AvgPool3d = InstanceType<typeof AvgPool3d>;
export const AdaptiveAvgPool1d = define<[outputSize: OutputSize]>("AdaptiveAvgPool1d");
export type AdaptiveAvgPool1d = InstanceType<typeof AdaptiveAvgPool1d>;
export const AdaptiveAvgPool2d = define<[outputSize: OutputSize]>("AdaptiveAvgPool2d");
export type AdaptiveAvgPool2d = InstanceType<typeof AdaptiveAvgPool2d>;
export const AdaptiveAvgPool3d = define<[outputSize: OutputSize]>("AdaptiveAvgPool3d");
export type AdaptiveAvgPool3d = InstanceType<typeof AdaptiveAvgPool3d>;
export const AdaptiveMaxPool1d = define<[outputSize: OutputSize, ...Indices]>("AdaptiveMaxPool1d");
export type AdaptiveMaxPool1d = InstanceType<typeof AdaptiveMaxPool1d>;
export const AdaptiveMaxPool2d = define<[outputSize: OutputSize, ...Indices]>("AdaptiveMaxPool2d");
export type AdaptiveMaxPool2d = InstanceType<typeof AdaptiveMaxPool2d>;
export const AdaptiveMaxPool3d = define<[outputSize: OutputSize, ...Indices]>("AdaptiveMaxPool3d");
export type AdaptiveMaxPool3d = InstanceType<typeof AdaptiveMaxPool3d>;
export const BatchNorm1d = define<Norm>("BatchNorm1d");
export type BatchNorm1d = InstanceType<typeof BatchNorm1d>;
export const BatchNorm2d = define<Norm>("BatchNorm2d");
export type BatchNorm2d = InstanceType<typeof BatchNorm2d>;
export const BatchNorm3d = define<Norm>("BatchNorm3d");
export type BatchNorm3d = InstanceType<typeof BatchNorm3d>;
export const InstanceNorm1d = define<Norm>("InstanceNorm1d");
export type InstanceNorm1d = InstanceType<typeof InstanceNorm1d>;
export const InstanceNorm2d = define<Norm>("InstanceNorm2d");
export type InstanceNorm2d = InstanceType<typeof InstanceNorm2d>;
export const InstanceNorm3d = define<Norm>("InstanceNorm3d");
export type InstanceNorm3d = InstanceType<typeof InstanceNorm3d>;
export const LazyBatchNorm1d = define<LazyNorm>("LazyBatchNorm1d");
export type LazyBatchNorm1d = InstanceType<typeof LazyBatchNorm1d>;
export const LazyBatchNorm2d = define<LazyNorm>("LazyBatchNorm2d");
export type LazyBatchNorm2d = InstanceType<typeof LazyBatchNorm2d>;
export const LazyBatchNorm3d = define<LazyNorm>("LazyBatchNorm3d");
export type LazyBatchNorm3d = InstanceType<typeof LazyBatchNorm3d>;
export const LazyInstanceNorm1d = define<LazyNorm>("LazyInstanceNorm1d");
export type LazyInstanceNorm1d = InstanceType<typeof LazyInstanceNorm1d>;
export const LazyInstanceNorm2d = define<LazyNorm>("LazyInstanceNorm2d");
export type LazyInstanceNorm2d = InstanceType<typeof LazyInstanceNorm2d>;
export const LazyInstanceNorm3d = define<LazyNorm>("LazyInstanceNorm3d");
export type LazyInstanceNorm3d = InstanceType<typeof LazyInstanceNorm3d>;
export const LayerNorm =
  define<
    [
      normalizedShape: Ints,
      ...Options<
        { eps?: number; elementwiseAffine?: boolean; bias?: boolean },
        ["eps", "elementwiseAffine", "bias"]
      >,
    ]
  >("LayerNorm");
export type LayerNorm = InstanceType<typeof LayerNorm>;
export const GroupNorm =
  define<
    [
      numGroups: number,
      numChannels: number,
      ...Options<{ eps?: number; affine?: boolean }, ["eps", "affine"]>,
    ]
  >("GroupNorm");
export type GroupNorm = InstanceType<typeof GroupNorm>;
export const Flatten =
  define<Options<{ startDim?: number; endDim?: number }, ["startDim", "endDim"]>>("Flatten");
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
export const Upsample = define<Options<UpsampleOptions, UpsampleOrder>>("Upsample");
export type Upsample = InstanceType<typeof Upsample>;
export const UpsamplingNearest2d = define<Scaling>("UpsamplingNearest2d");
export type UpsamplingNearest2d = InstanceType<typeof UpsamplingNearest2d>;
export const UpsamplingBilinear2d = define<Scaling>("UpsamplingBilinear2d");
export type UpsamplingBilinear2d = InstanceType<typeof UpsamplingBilinear2d>;
export const Dropout = define<Drop>("Dropout");
export type Dropout = InstanceType<typeof Dropout>;
export const Dropout1d = define<Drop>("Dropout1d");
export type Dropout1d = InstanceType<typeof Dropout1d>;
export const Dropout2d = define<Drop>("Dropout2d");
export type Dropout2d = InstanceType<typeof Dropout2d>;
export const Dropout3d = define<Drop>("Dropout3d");
export type Dropout3d = InstanceType<typeof Dropout3d>;
export const AlphaDropout = define<Drop>("AlphaDropout");
export type AlphaDropout = InstanceType<typeof AlphaDropout>;
export const FeatureAlphaDropout = define<Drop>("FeatureAlphaDropout");
export type FeatureAlphaDropout = InstanceType<typeof FeatureAlphaDropout>;
export const Embedding =
  define<[numEmbeddings: number, embeddingDim: number, ...Options<EmbeddingOptions, EmbeddingOrder>]>(
    "Embedding",
  );
export type Embedding = InstanceType<typeof Embedding>;
export const MultiheadAttention = define<
  [embedDim: number, numHeads: number, ...Options<AttentionOptions, AttentionOrder>],
  (query: Tensor, key: Tensor, value: Tensor, options?: AttentionCall) => [output: Tensor, weights: Tensor]
>("MultiheadAttention");
export type MultiheadAttention = InstanceType<typeof MultiheadAttention>;
export const RNN = define<
  [
    inputSize: number,
    hiddenSize: number,
    ...Options<
      RecurrentOptions & { nonlinearity?: "tanh" | "relu" },
      ["numLayers", "nonlinearity", "bias", "batchFirst", "dropout", "bidirectional"]
    >,
  ],
  (input: Tensor, hidden?: Tensor) => [Tensor, Tensor]
>("RNN");
export type RNN = InstanceType<typeof RNN>;
export const GRU = define<Recurrent, (input: Tensor, hidden?: Tensor) => [Tensor, Tensor]>("GRU");
export type GRU = InstanceType<typeof GRU>;
export const LSTM = define<
  [
    inputSize: number,
    hiddenSize: number,
    ...Options<RecurrentOptions & { projSize?: number }, [...RecurrentOrder, "projSize"]>,
  ],
  (input: Tensor, states?: readonly [hidden: Tensor, cell: Tensor]) => [Tensor, [Tensor, Tensor]]
>("LSTM");
export type LSTM = InstanceType<typeof LSTM>;
export const CrossEntropyLoss = define<
  Options<CrossEntropyOptions, ["weight", "ignoreIndex", "reduction", "labelSmoothing"]>,
  Loss
>("CrossEntropyLoss");
export type CrossEntropyLoss = InstanceType<typeof CrossEntropyLoss>;
export const NLLLoss = define<Options<NLLLossOptions, ["weight", "ignoreIndex", "reduction"]>, Loss>(
  "NLLLoss",
);
export type NLLLoss = InstanceType<typeof NLLLoss>;
export const MSELoss = define<Reduction, Loss>("MSELoss");
export type MSELoss = InstanceType<typeof MSELoss>;
export const L1Loss = define<Reduction, Loss>("L1Loss");
export type L1Loss = InstanceType<typeof L1Loss>;
export const SmoothL1Loss = define<Options<LossOptions & { beta?: number }, ["reduction", "beta"]>, Loss>(
  "SmoothL1Loss",
);
export type SmoothL1Loss = InstanceType<typeof SmoothL1Loss>;
export const HuberLoss = define<Options<LossOptions & { delta?: number }, ["reduction", "delta"]>, Loss>(
  "HuberLoss",
);
export type HuberLoss = InstanceType<typeof HuberLoss>;
export const BCELoss = define<Options<BCELossOptions, ["weight", "reduction"]>, Loss>("BCELoss");
export type BCELoss = InstanceType<typeof BCELoss>;
export const BCEWithLogitsLoss = define<
  Options<BCEWithLogitsOptions, ["weight", "reduction", "posWeight"]>,
  Loss
>("BCEWithLogitsLoss");
export type BCEWithLogitsLoss = InstanceType<typeof BCEWithLogitsLoss>;
