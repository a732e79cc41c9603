/** `F`: layers and losses as functions. Options stand in an object or in PyTorch's order. */

import { complete } from "../specs/arguments.ts";
import { construct } from "../specs/run.ts";
import type { Args, LayerSpec } from "../specs/spec.ts";
import { torchFunctions, torchLayers } from "../specs/torch/index.ts";
import { named, withoutTensors } from "../tensor/arguments.ts";
import { callFunction, compute, throwFirst } from "../tensor/function.ts";
import type {
  AvgPool1dOptions,
  AvgPool1dOrder,
  AvgPoolOptions,
  AvgPoolOrder,
  BCELossOptions,
  BCEWithLogitsOptions,
  CrossEntropyOptions,
  Ints,
  LossOptions,
  MaxPoolOptions,
  MaxPoolOrder,
  NLLLossOptions,
  Options,
  OutputSize,
  UpsampleOptions,
  UpsampleOrder,
  WindowOptions,
  WindowOrder,
} from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";

export * from "./weighted.ts";

/** A layer without learned tensors as a function of its arguments. Gives all results. */
const all =
  <A extends readonly unknown[]>(name: string) =>
  (input: Tensor, ...args: A): Tensor[] => {
    const spec = torchLayers.get(name)!;
    return run(spec, [input], named(name, spec.params, args));
  };
const first =
  <A extends readonly unknown[]>(name: string) =>
  (input: Tensor, ...args: A): Tensor =>
    all<A>(name)(input, ...args)[0]!;

function run(spec: LayerSpec, inputs: readonly Tensor[], given: Readonly<Record<string, unknown>>): Tensor[] {
  throwFirst(construct(spec, given as Args).problems);
  return compute(spec, complete(spec, given as Args), inputs, {});
}

type Inplace = Options<{ inplace?: boolean }, ["inplace"]>;
type Alpha = Options<{ alpha?: number; inplace?: boolean }, ["alpha", "inplace"]>;
type Along = [dim: number] | [options: { dim: number }];

export const relu = first<Inplace>("ReLU");
export const relu6 = first<Inplace>("ReLU6");
export const selu = first<Inplace>("SELU");
export const silu = first<Inplace>("SiLU");
export const mish = first<Inplace>("Mish");
export const hardswish = first<Inplace>("Hardswish");
export const hardsigmoid = first<Inplace>("Hardsigmoid");
export const sigmoid = first<[]>("Sigmoid");
export const tanh = first<[]>("Tanh");
export const softsign = first<[]>("Softsign");
export const logSigmoid = first<[]>("LogSigmoid");
export const gelu = first<Options<{ approximate?: "none" | "tanh" }, ["approximate"]>>("GELU");
export const elu = first<Alpha>("ELU");
export const celu = first<Alpha>("CELU");
export const leakyRelu =
  first<Options<{ negativeSlope?: number; inplace?: boolean }, ["negativeSlope", "inplace"]>>("LeakyReLU");
export const hardtanh =
  first<Options<{ minVal?: number; maxVal?: number; inplace?: boolean }, ["minVal", "maxVal", "inplace"]>>(
    "Hardtanh",
  );
export const softplus =
  first<Options<{ beta?: number; threshold?: number }, ["beta", "threshold"]>>("Softplus");
export const softmax = first<Along>("Softmax");
export const logSoftmax = first<Along>("LogSoftmax");
export const softmin = first<Along>("Softmin");

interface DropoutOptions {
  p?: number;
  training?: boolean;
  inplace?: boolean;
}
/** Zeroes at random unless `training` is false: as in PyTorch the default is true, whatever a module's mode is. */
const dropping =
  (name: string) =>
  (input: Tensor, ...args: Options<DropoutOptions, ["p", "training", "inplace"]>): Tensor => {
    const spec = torchLayers.get(name)!;
    const { training, ...given } = named(
      name,
      [{ name: "p" }, { name: "training" }, { name: "inplace" }],
      args,
    );
    throwFirst(construct(spec, given as Args).problems);
    return compute(spec, complete(spec, given as Args), [input], {}, {}, training !== false)[0]!;
  };
export const dropout = dropping("Dropout");
export const dropout1d = dropping("Dropout1d");
export const dropout2d = dropping("Dropout2d");
export const dropout3d = dropping("Dropout3d");
export const alphaDropout = dropping("AlphaDropout");

type MaxPool = [kernelSize: Ints, ...Options<MaxPoolOptions, MaxPoolOrder>];
/** Gives values and places where `returnIndices` asks for both. */
interface WithIndices<A extends readonly unknown[]> {
  (input: Tensor, size: Ints | OutputSize, options: { returnIndices: true }): [Tensor, Tensor];
  (input: Tensor, ...args: A): Tensor;
}
const withIndices = <A extends readonly unknown[]>(name: string): WithIndices<A> =>
  ((input: Tensor, ...args: A) => {
    const results = all<A>(name)(input, ...args);
    return results.length === 1 ? results[0] : results;
  }) as WithIndices<A>;
export const maxPool1d = withIndices<MaxPool>("MaxPool1d");
export const maxPool2d = withIndices<MaxPool>("MaxPool2d");
export const maxPool3d = withIndices<MaxPool>("MaxPool3d");
type AdaptiveMaxPool = [outputSize: OutputSize, ...Options<{ returnIndices?: boolean }, ["returnIndices"]>];
export const adaptiveMaxPool1d = withIndices<AdaptiveMaxPool>("AdaptiveMaxPool1d");
export const adaptiveMaxPool2d = withIndices<AdaptiveMaxPool>("AdaptiveMaxPool2d");
export const adaptiveMaxPool3d = withIndices<AdaptiveMaxPool>("AdaptiveMaxPool3d");
type AvgPool = [kernelSize: Ints, ...Options<AvgPoolOptions, AvgPoolOrder>];
export const avgPool1d = first<[kernelSize: Ints, ...Options<AvgPool1dOptions, AvgPool1dOrder>]>("AvgPool1d");
export const avgPool2d = first<AvgPool>("AvgPool2d");
export const avgPool3d = first<AvgPool>("AvgPool3d");
export const adaptiveAvgPool1d = first<[outputSize: OutputSize]>("AdaptiveAvgPool1d");
export const adaptiveAvgPool2d = first<[outputSize: OutputSize]>("AdaptiveAvgPool2d");
export const adaptiveAvgPool3d = first<[outputSize: OutputSize]>("AdaptiveAvgPool3d");

type Window = Options<WindowOptions, WindowOrder>;
export const unfold = first<[kernelSize: Ints, ...Window]>("Unfold");
export const fold = first<[outputSize: Ints, kernelSize: Ints, ...Window]>("Fold");
export const pixelShuffle = first<[upscaleFactor: number]>("PixelShuffle");
export const pixelUnshuffle = first<[downscaleFactor: number]>("PixelUnshuffle");

/** A tensor function by its own name. */
const fn =
  <A extends readonly unknown[]>(name: string) =>
  (input: Tensor, ...args: A): Tensor =>
    callFunction(name, [input], named(name, torchFunctions.get(name)!.params, args) as Args)[0]!;
export const interpolate = fn<Options<UpsampleOptions, UpsampleOrder>>("interpolate");

interface PadOptions {
  mode?: "constant" | "reflect" | "replicate" | "circular";
  value?: number | null;
}
/** `pad(x, [1, 1])`, `pad(x, [1, 1], "reflect")`, `pad(x, { pad: [1, 1], value: 2 })`: two sizes an axis, last axis first. */
export const pad = fn<
  | [pad: readonly number[], ...Options<PadOptions, ["mode", "value"]>]
  | [PadOptions & { pad: readonly number[] }]
>("pad");

/** Losses; weights are tensors among the options. */
const loss =
  <O>(name: string) =>
  (input: Tensor, target: Tensor, options?: O): Tensor => {
    const { args, tensors } = withoutTensors({ ...options }, 2);
    return callFunction(name, [input, target, ...Object.values(tensors)], args)[0]!;
  };
export const crossEntropy = loss<CrossEntropyOptions>("crossEntropy");
export const nllLoss = loss<NLLLossOptions>("nllLoss");
export const mseLoss = loss<LossOptions>("mseLoss");
export const l1Loss = loss<LossOptions>("l1Loss");
export const smoothL1Loss = loss<LossOptions & { beta?: number }>("smoothL1Loss");
export const huberLoss = loss<LossOptions & { delta?: number }>("huberLoss");
export const binaryCrossEntropy = loss<BCELossOptions>("binaryCrossEntropy");
export const binaryCrossEntropyWithLogits = loss<BCEWithLogitsOptions>("binaryCrossEntropyWithLogits");
