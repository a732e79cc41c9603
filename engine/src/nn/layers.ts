/**
 * All layers as classes: PyTorch's names, required arguments in place, the rest as options or in PyTorch's full order.
 * Written from the specs by test/engine/api/api.test.ts (UPDATE_API=1): change a spec, not this file.
 *
 *   new nn.Conv2d(3, 16, 3, { padding: 1 })   // or new nn.Conv2d(3, 16, 3, 1, 1)
 */
import * as families from "../specs/torch/families/index.ts";
import type { Ints, Options, OutputSize } from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { define } from "./define.ts";

export interface Conv1dOptions {
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** What the padding is filled with. */
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}
/** 1-d convolution. https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html */
export const Conv1d = /* @__PURE__ */ define<
  [
    inChannels: number,
    outChannels: number,
    kernelSize: Ints,
    ...Options<Conv1dOptions, ["stride", "padding", "dilation", "groups", "bias", "paddingMode"]>,
  ]
>("Conv1d", families.convSpecs);
export type Conv1d = InstanceType<typeof Conv1d>;

export interface LazyConv1dOptions {
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** What the padding is filled with. */
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}
/** 1-d convolution that learns inChannels from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyConv1d.html */
export const LazyConv1d = /* @__PURE__ */ define<
  [
    outChannels: number,
    kernelSize: Ints,
    ...Options<LazyConv1dOptions, ["stride", "padding", "dilation", "groups", "bias", "paddingMode"]>,
  ]
>("LazyConv1d", families.convSpecs);
export type LazyConv1d = InstanceType<typeof LazyConv1d>;

export interface Conv2dOptions {
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** What the padding is filled with. */
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}
/** 2-d convolution. https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html */
export const Conv2d = /* @__PURE__ */ define<
  [
    inChannels: number,
    outChannels: number,
    kernelSize: Ints,
    ...Options<Conv2dOptions, ["stride", "padding", "dilation", "groups", "bias", "paddingMode"]>,
  ]
>("Conv2d", families.convSpecs);
export type Conv2d = InstanceType<typeof Conv2d>;

export interface LazyConv2dOptions {
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** What the padding is filled with. */
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}
/** 2-d convolution that learns inChannels from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyConv2d.html */
export const LazyConv2d = /* @__PURE__ */ define<
  [
    outChannels: number,
    kernelSize: Ints,
    ...Options<LazyConv2dOptions, ["stride", "padding", "dilation", "groups", "bias", "paddingMode"]>,
  ]
>("LazyConv2d", families.convSpecs);
export type LazyConv2d = InstanceType<typeof LazyConv2d>;

export interface Conv3dOptions {
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** What the padding is filled with. */
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}
/** 3-d convolution. https://pytorch.org/docs/stable/generated/torch.nn.Conv3d.html */
export const Conv3d = /* @__PURE__ */ define<
  [
    inChannels: number,
    outChannels: number,
    kernelSize: Ints,
    ...Options<Conv3dOptions, ["stride", "padding", "dilation", "groups", "bias", "paddingMode"]>,
  ]
>("Conv3d", families.convSpecs);
export type Conv3d = InstanceType<typeof Conv3d>;

export interface LazyConv3dOptions {
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** What the padding is filled with. */
  paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
}
/** 3-d convolution that learns inChannels from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyConv3d.html */
export const LazyConv3d = /* @__PURE__ */ define<
  [
    outChannels: number,
    kernelSize: Ints,
    ...Options<LazyConv3dOptions, ["stride", "padding", "dilation", "groups", "bias", "paddingMode"]>,
  ]
>("LazyConv3d", families.convSpecs);
export type LazyConv3d = InstanceType<typeof LazyConv3d>;

export interface ConvTranspose1dOptions {
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Only “zeros”. */
  paddingMode?: "zeros";
}
/** 1-d transposed convolution. https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html */
export const ConvTranspose1d = /* @__PURE__ */ define<
  [
    inChannels: number,
    outChannels: number,
    kernelSize: Ints,
    ...Options<
      ConvTranspose1dOptions,
      ["stride", "padding", "outputPadding", "groups", "bias", "dilation", "paddingMode"]
    >,
  ],
  (input: Tensor, outputSize?: readonly number[] | { outputSize?: Ints }) => Tensor
>("ConvTranspose1d", families.convTransposeSpecs);
export type ConvTranspose1d = InstanceType<typeof ConvTranspose1d>;

export interface LazyConvTranspose1dOptions {
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Only “zeros”. */
  paddingMode?: "zeros";
}
/** 1-d transposed convolution that learns inChannels from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose1d.html */
export const LazyConvTranspose1d = /* @__PURE__ */ define<
  [
    outChannels: number,
    kernelSize: Ints,
    ...Options<
      LazyConvTranspose1dOptions,
      ["stride", "padding", "outputPadding", "groups", "bias", "dilation", "paddingMode"]
    >,
  ],
  (input: Tensor, outputSize?: readonly number[] | { outputSize?: Ints }) => Tensor
>("LazyConvTranspose1d", families.convTransposeSpecs);
export type LazyConvTranspose1d = InstanceType<typeof LazyConvTranspose1d>;

export interface ConvTranspose2dOptions {
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Only “zeros”. */
  paddingMode?: "zeros";
}
/** 2-d transposed convolution. https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html */
export const ConvTranspose2d = /* @__PURE__ */ define<
  [
    inChannels: number,
    outChannels: number,
    kernelSize: Ints,
    ...Options<
      ConvTranspose2dOptions,
      ["stride", "padding", "outputPadding", "groups", "bias", "dilation", "paddingMode"]
    >,
  ],
  (input: Tensor, outputSize?: readonly number[] | { outputSize?: Ints }) => Tensor
>("ConvTranspose2d", families.convTransposeSpecs);
export type ConvTranspose2d = InstanceType<typeof ConvTranspose2d>;

export interface LazyConvTranspose2dOptions {
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Only “zeros”. */
  paddingMode?: "zeros";
}
/** 2-d transposed convolution that learns inChannels from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose2d.html */
export const LazyConvTranspose2d = /* @__PURE__ */ define<
  [
    outChannels: number,
    kernelSize: Ints,
    ...Options<
      LazyConvTranspose2dOptions,
      ["stride", "padding", "outputPadding", "groups", "bias", "dilation", "paddingMode"]
    >,
  ],
  (input: Tensor, outputSize?: readonly number[] | { outputSize?: Ints }) => Tensor
>("LazyConvTranspose2d", families.convTransposeSpecs);
export type LazyConvTranspose2d = InstanceType<typeof LazyConvTranspose2d>;

export interface ConvTranspose3dOptions {
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Only “zeros”. */
  paddingMode?: "zeros";
}
/** 3-d transposed convolution. https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose3d.html */
export const ConvTranspose3d = /* @__PURE__ */ define<
  [
    inChannels: number,
    outChannels: number,
    kernelSize: Ints,
    ...Options<
      ConvTranspose3dOptions,
      ["stride", "padding", "outputPadding", "groups", "bias", "dilation", "paddingMode"]
    >,
  ],
  (input: Tensor, outputSize?: readonly number[] | { outputSize?: Ints }) => Tensor
>("ConvTranspose3d", families.convTransposeSpecs);
export type ConvTranspose3d = InstanceType<typeof ConvTranspose3d>;

export interface LazyConvTranspose3dOptions {
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Whether a learned bias is added to each output channel. */
  bias?: boolean;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Only “zeros”. */
  paddingMode?: "zeros";
}
/** 3-d transposed convolution that learns inChannels from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose3d.html */
export const LazyConvTranspose3d = /* @__PURE__ */ define<
  [
    outChannels: number,
    kernelSize: Ints,
    ...Options<
      LazyConvTranspose3dOptions,
      ["stride", "padding", "outputPadding", "groups", "bias", "dilation", "paddingMode"]
    >,
  ],
  (input: Tensor, outputSize?: readonly number[] | { outputSize?: Ints }) => Tensor
>("LazyConvTranspose3d", families.convTransposeSpecs);
export type LazyConvTranspose3d = InstanceType<typeof LazyConvTranspose3d>;

export interface UnfoldOptions {
  /** Distance between the cells of a block. */
  dilation?: Ints;
  /** Zeros added on both sides of both axes. */
  padding?: Ints;
  /** Step of the block. */
  stride?: Ints;
}
/** Takes sliding blocks out of a map, one column a block. https://pytorch.org/docs/stable/generated/torch.nn.Unfold.html */
export const Unfold = /* @__PURE__ */ define<
  [kernelSize: Ints, ...Options<UnfoldOptions, ["dilation", "padding", "stride"]>]
>("Unfold", families.foldSpecs);
export type Unfold = InstanceType<typeof Unfold>;

export interface FoldOptions {
  /** Distance between the cells of a block. */
  dilation?: Ints;
  /** Zeros added on both sides of both axes. */
  padding?: Ints;
  /** Step of the block. */
  stride?: Ints;
}
/** Adds sliding blocks back into a map: the adjoint of Unfold. https://pytorch.org/docs/stable/generated/torch.nn.Fold.html */
export const Fold = /* @__PURE__ */ define<
  [outputSize: Ints, kernelSize: Ints, ...Options<FoldOptions, ["dilation", "padding", "stride"]>]
>("Fold", families.foldSpecs);
export type Fold = InstanceType<typeof Fold>;

export interface LinearOptions {
  /** Whether a learned bias is added. */
  bias?: boolean;
}
/** A matrix product over the last axis. https://pytorch.org/docs/stable/generated/torch.nn.Linear.html */
export const Linear = /* @__PURE__ */ define<
  [inFeatures: number, outFeatures: number, ...Options<LinearOptions, ["bias"]>]
>("Linear", families.linearSpecs);
export type Linear = InstanceType<typeof Linear>;

export interface LazyLinearOptions {
  /** Whether a learned bias is added. */
  bias?: boolean;
}
/** A matrix product over the last axis; learns inFeatures from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyLinear.html */
export const LazyLinear = /* @__PURE__ */ define<
  [outFeatures: number, ...Options<LazyLinearOptions, ["bias"]>]
>("LazyLinear", families.linearSpecs);
export type LazyLinear = InstanceType<typeof LazyLinear>;

/** Gives its input back. https://pytorch.org/docs/stable/generated/torch.nn.Identity.html */
export const Identity = /* @__PURE__ */ define<unknown[]>("Identity", families.linearSpecs);
export type Identity = InstanceType<typeof Identity>;

export interface BilinearOptions {
  /** Whether a learned bias is added. */
  bias?: boolean;
}
/** A product of two inputs with a learned matrix for each output feature. https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html */
export const Bilinear = /* @__PURE__ */ define<
  [in1Features: number, in2Features: number, outFeatures: number, ...Options<BilinearOptions, ["bias"]>],
  (input1: Tensor, input2: Tensor) => Tensor
>("Bilinear", [families.bilinear]);
export type Bilinear = InstanceType<typeof Bilinear>;

export interface ReLUOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** max(0, x) https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html */
export const ReLU = /* @__PURE__ */ define<[...Options<ReLUOptions, ["inplace"]>]>(
  "ReLU",
  families.activationSpecs,
);
export type ReLU = InstanceType<typeof ReLU>;

export interface ReLU6Options {
  /** Writes over the input. */
  inplace?: boolean;
}
/** min(max(0, x), 6) https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html */
export const ReLU6 = /* @__PURE__ */ define<[...Options<ReLU6Options, ["inplace"]>]>(
  "ReLU6",
  families.activationSpecs,
);
export type ReLU6 = InstanceType<typeof ReLU6>;

export interface LeakyReLUOptions {
  /** Slope below zero. */
  negativeSlope?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** x, or a small slope below zero https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html */
export const LeakyReLU = /* @__PURE__ */ define<[...Options<LeakyReLUOptions, ["negativeSlope", "inplace"]>]>(
  "LeakyReLU",
  families.activationSpecs,
);
export type LeakyReLU = InstanceType<typeof LeakyReLU>;

export interface ELUOptions {
  /** Scale below zero. */
  alpha?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** x, or α·(eˣ − 1) below zero https://pytorch.org/docs/stable/generated/torch.nn.ELU.html */
export const ELU = /* @__PURE__ */ define<[...Options<ELUOptions, ["alpha", "inplace"]>]>(
  "ELU",
  families.activationSpecs,
);
export type ELU = InstanceType<typeof ELU>;

export interface SELUOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** Self-normalising ELU https://pytorch.org/docs/stable/generated/torch.nn.SELU.html */
export const SELU = /* @__PURE__ */ define<[...Options<SELUOptions, ["inplace"]>]>(
  "SELU",
  families.activationSpecs,
);
export type SELU = InstanceType<typeof SELU>;

export interface CELUOptions {
  /** Scale below zero. */
  alpha?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Continuously differentiable ELU https://pytorch.org/docs/stable/generated/torch.nn.CELU.html */
export const CELU = /* @__PURE__ */ define<[...Options<CELUOptions, ["alpha", "inplace"]>]>(
  "CELU",
  families.activationSpecs,
);
export type CELU = InstanceType<typeof CELU>;

export interface SiLUOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x · σ(x) https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html */
export const SiLU = /* @__PURE__ */ define<[...Options<SiLUOptions, ["inplace"]>]>(
  "SiLU",
  families.activationSpecs,
);
export type SiLU = InstanceType<typeof SiLU>;

export interface MishOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x · tanh(softplus(x)) https://pytorch.org/docs/stable/generated/torch.nn.Mish.html */
export const Mish = /* @__PURE__ */ define<[...Options<MishOptions, ["inplace"]>]>(
  "Mish",
  families.activationSpecs,
);
export type Mish = InstanceType<typeof Mish>;

/** 1 / (1 + e⁻ˣ) https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html */
export const Sigmoid = /* @__PURE__ */ define<[]>("Sigmoid", families.activationSpecs);
export type Sigmoid = InstanceType<typeof Sigmoid>;

/** log σ(x) https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html */
export const LogSigmoid = /* @__PURE__ */ define<[]>("LogSigmoid", families.activationSpecs);
export type LogSigmoid = InstanceType<typeof LogSigmoid>;

/** tanh x https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html */
export const Tanh = /* @__PURE__ */ define<[]>("Tanh", families.activationSpecs);
export type Tanh = InstanceType<typeof Tanh>;

/** x / (1 + |x|) https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html */
export const Softsign = /* @__PURE__ */ define<[]>("Softsign", families.activationSpecs);
export type Softsign = InstanceType<typeof Softsign>;

export interface HardswishOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x · relu6(x + 3) / 6 https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html */
export const Hardswish = /* @__PURE__ */ define<[...Options<HardswishOptions, ["inplace"]>]>(
  "Hardswish",
  families.activationSpecs,
);
export type Hardswish = InstanceType<typeof Hardswish>;

export interface HardsigmoidOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** relu6(x + 3) / 6 https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html */
export const Hardsigmoid = /* @__PURE__ */ define<[...Options<HardsigmoidOptions, ["inplace"]>]>(
  "Hardsigmoid",
  families.activationSpecs,
);
export type Hardsigmoid = InstanceType<typeof Hardsigmoid>;

export interface HardtanhOptions {
  /** Lower bound. */
  minVal?: number;
  /** Upper bound. */
  maxVal?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** x between two bounds https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html */
export const Hardtanh = /* @__PURE__ */ define<
  [...Options<HardtanhOptions, ["minVal", "maxVal", "inplace"]>]
>("Hardtanh", families.activationSpecs);
export type Hardtanh = InstanceType<typeof Hardtanh>;

export interface HardshrinkOptions {
  /** The λ of the formula. */
  lambd?: number;
}
/** x, and 0 from −λ to λ https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html */
export const Hardshrink = /* @__PURE__ */ define<[...Options<HardshrinkOptions, ["lambd"]>]>(
  "Hardshrink",
  families.activationSpecs,
);
export type Hardshrink = InstanceType<typeof Hardshrink>;

/** x − tanh x https://pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html */
export const Tanhshrink = /* @__PURE__ */ define<[]>("Tanhshrink", families.activationSpecs);
export type Tanhshrink = InstanceType<typeof Tanhshrink>;

export interface ThresholdOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x above a threshold, another value up to it https://pytorch.org/docs/stable/generated/torch.nn.Threshold.html */
export const Threshold = /* @__PURE__ */ define<
  [threshold: number, value: number, ...Options<ThresholdOptions, ["inplace"]>]
>("Threshold", families.activationSpecs);
export type Threshold = InstanceType<typeof Threshold>;

export interface SoftplusOptions {
  /** Sharpness. */
  beta?: number;
  /** Above it the function is linear. */
  threshold?: number;
}
/** log(1 + eᵝˣ) / β https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html */
export const Softplus = /* @__PURE__ */ define<[...Options<SoftplusOptions, ["beta", "threshold"]>]>(
  "Softplus",
  families.activationSpecs,
);
export type Softplus = InstanceType<typeof Softplus>;

export interface SoftshrinkOptions {
  /** The λ of the formula, not below 0. */
  lambd?: number;
}
/** x drawn towards 0 by λ, and 0 between −λ and λ https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html */
export const Softshrink = /* @__PURE__ */ define<[...Options<SoftshrinkOptions, ["lambd"]>]>(
  "Softshrink",
  families.activationSpecs,
);
export type Softshrink = InstanceType<typeof Softshrink>;

export interface GELUOptions {
  /** “none” for the exact function, “tanh” for its approximation. */
  approximate?: "none" | "tanh";
}
/** x · Φ(x), the Gaussian error linear unit https://pytorch.org/docs/stable/generated/torch.nn.GELU.html */
export const GELU = /* @__PURE__ */ define<[...Options<GELUOptions, ["approximate"]>]>(
  "GELU",
  families.activationSpecs,
);
export type GELU = InstanceType<typeof GELU>;

export interface PReLUOptions {
  /** 1, or one slope a channel. */
  numParameters?: number;
  /** First value of the slopes. */
  init?: number;
}
/** x, or a learned slope below zero https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html */
export const PReLU = /* @__PURE__ */ define<[...Options<PReLUOptions, ["numParameters", "init"]>]>(
  "PReLU",
  families.activationSpecs,
);
export type PReLU = InstanceType<typeof PReLU>;

export interface SoftmaxOptions {
  /** The axis whose values sum to one. */
  dim?: number | null;
}
/** Values of one axis as probabilities https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html */
export const Softmax = /* @__PURE__ */ define<[...Options<SoftmaxOptions, ["dim"]>]>(
  "Softmax",
  families.activationSpecs,
);
export type Softmax = InstanceType<typeof Softmax>;

export interface LogSoftmaxOptions {
  /** The axis whose values sum to one. */
  dim?: number | null;
}
/** Logarithm of Softmax https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html */
export const LogSoftmax = /* @__PURE__ */ define<[...Options<LogSoftmaxOptions, ["dim"]>]>(
  "LogSoftmax",
  families.activationSpecs,
);
export type LogSoftmax = InstanceType<typeof LogSoftmax>;

export interface SoftminOptions {
  /** The axis whose values sum to one. */
  dim?: number | null;
}
/** Softmax of the negated values https://pytorch.org/docs/stable/generated/torch.nn.Softmin.html */
export const Softmin = /* @__PURE__ */ define<[...Options<SoftminOptions, ["dim"]>]>(
  "Softmin",
  families.activationSpecs,
);
export type Softmin = InstanceType<typeof Softmin>;

export interface MaxPool1dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Distance between the cells of the window. */
  dilation?: Ints;
  /** Gives the places of the maxima as a second result. */
  returnIndices?: boolean;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html */
export const MaxPool1d = /* @__PURE__ */ define<
  [
    kernelSize: Ints,
    ...Options<MaxPool1dOptions, ["stride", "padding", "dilation", "returnIndices", "ceilMode"]>,
  ]
>("MaxPool1d", families.poolSpecs);
export type MaxPool1d = InstanceType<typeof MaxPool1d>;

export interface AvgPool1dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
  /** Whether padding counts in the average. */
  countIncludePad?: boolean;
}
/** The mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html */
export const AvgPool1d = /* @__PURE__ */ define<
  [kernelSize: Ints, ...Options<AvgPool1dOptions, ["stride", "padding", "ceilMode", "countIncludePad"]>]
>("AvgPool1d", families.poolSpecs);
export type AvgPool1d = InstanceType<typeof AvgPool1d>;

export interface MaxPool2dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Distance between the cells of the window. */
  dilation?: Ints;
  /** Gives the places of the maxima as a second result. */
  returnIndices?: boolean;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html */
export const MaxPool2d = /* @__PURE__ */ define<
  [
    kernelSize: Ints,
    ...Options<MaxPool2dOptions, ["stride", "padding", "dilation", "returnIndices", "ceilMode"]>,
  ]
>("MaxPool2d", families.poolSpecs);
export type MaxPool2d = InstanceType<typeof MaxPool2d>;

export interface AvgPool2dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
  /** Whether padding counts in the average. */
  countIncludePad?: boolean;
  /** Divides by this instead of by the window's size. */
  divisorOverride?: number | null;
}
/** The mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html */
export const AvgPool2d = /* @__PURE__ */ define<
  [
    kernelSize: Ints,
    ...Options<AvgPool2dOptions, ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]>,
  ]
>("AvgPool2d", families.poolSpecs);
export type AvgPool2d = InstanceType<typeof AvgPool2d>;

export interface MaxPool3dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Distance between the cells of the window. */
  dilation?: Ints;
  /** Gives the places of the maxima as a second result. */
  returnIndices?: boolean;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html */
export const MaxPool3d = /* @__PURE__ */ define<
  [
    kernelSize: Ints,
    ...Options<MaxPool3dOptions, ["stride", "padding", "dilation", "returnIndices", "ceilMode"]>,
  ]
>("MaxPool3d", families.poolSpecs);
export type MaxPool3d = InstanceType<typeof MaxPool3d>;

export interface AvgPool3dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
  /** Whether padding counts in the average. */
  countIncludePad?: boolean;
  /** Divides by this instead of by the window's size. */
  divisorOverride?: number | null;
}
/** The mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html */
export const AvgPool3d = /* @__PURE__ */ define<
  [
    kernelSize: Ints,
    ...Options<AvgPool3dOptions, ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]>,
  ]
>("AvgPool3d", families.poolSpecs);
export type AvgPool3d = InstanceType<typeof AvgPool3d>;

export interface LPPool1dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The p-norm of each window. https://pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html */
export const LPPool1d = /* @__PURE__ */ define<
  [normType: number, kernelSize: Ints, ...Options<LPPool1dOptions, ["stride", "ceilMode"]>]
>("LPPool1d", families.lpPoolSpecs);
export type LPPool1d = InstanceType<typeof LPPool1d>;

export interface LPPool2dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The p-norm of each window. https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html */
export const LPPool2d = /* @__PURE__ */ define<
  [normType: number, kernelSize: Ints, ...Options<LPPool2dOptions, ["stride", "ceilMode"]>]
>("LPPool2d", families.lpPoolSpecs);
export type LPPool2d = InstanceType<typeof LPPool2d>;

export interface LPPool3dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The p-norm of each window. https://pytorch.org/docs/stable/generated/torch.nn.LPPool3d.html */
export const LPPool3d = /* @__PURE__ */ define<
  [normType: number, kernelSize: Ints, ...Options<LPPool3dOptions, ["stride", "ceilMode"]>]
>("LPPool3d", families.lpPoolSpecs);
export type LPPool3d = InstanceType<typeof LPPool3d>;

/** Means of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html */
export const AdaptiveAvgPool1d = /* @__PURE__ */ define<[outputSize: OutputSize]>(
  "AdaptiveAvgPool1d",
  families.adaptivePoolSpecs,
);
export type AdaptiveAvgPool1d = InstanceType<typeof AdaptiveAvgPool1d>;

export interface AdaptiveMaxPool1dOptions {
  /** Gives the places of the maxima too. */
  returnIndices?: boolean;
}
/** Maxima of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html */
export const AdaptiveMaxPool1d = /* @__PURE__ */ define<
  [outputSize: OutputSize, ...Options<AdaptiveMaxPool1dOptions, ["returnIndices"]>]
>("AdaptiveMaxPool1d", families.adaptivePoolSpecs);
export type AdaptiveMaxPool1d = InstanceType<typeof AdaptiveMaxPool1d>;

/** Means of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html */
export const AdaptiveAvgPool2d = /* @__PURE__ */ define<[outputSize: OutputSize]>(
  "AdaptiveAvgPool2d",
  families.adaptivePoolSpecs,
);
export type AdaptiveAvgPool2d = InstanceType<typeof AdaptiveAvgPool2d>;

export interface AdaptiveMaxPool2dOptions {
  /** Gives the places of the maxima too. */
  returnIndices?: boolean;
}
/** Maxima of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html */
export const AdaptiveMaxPool2d = /* @__PURE__ */ define<
  [outputSize: OutputSize, ...Options<AdaptiveMaxPool2dOptions, ["returnIndices"]>]
>("AdaptiveMaxPool2d", families.adaptivePoolSpecs);
export type AdaptiveMaxPool2d = InstanceType<typeof AdaptiveMaxPool2d>;

/** Means of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html */
export const AdaptiveAvgPool3d = /* @__PURE__ */ define<[outputSize: OutputSize]>(
  "AdaptiveAvgPool3d",
  families.adaptivePoolSpecs,
);
export type AdaptiveAvgPool3d = InstanceType<typeof AdaptiveAvgPool3d>;

export interface AdaptiveMaxPool3dOptions {
  /** Gives the places of the maxima too. */
  returnIndices?: boolean;
}
/** Maxima of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html */
export const AdaptiveMaxPool3d = /* @__PURE__ */ define<
  [outputSize: OutputSize, ...Options<AdaptiveMaxPool3dOptions, ["returnIndices"]>]
>("AdaptiveMaxPool3d", families.adaptivePoolSpecs);
export type AdaptiveMaxPool3d = InstanceType<typeof AdaptiveMaxPool3d>;

export interface BatchNorm1dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel over the batch. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html */
export const BatchNorm1d = /* @__PURE__ */ define<
  [numFeatures: number, ...Options<BatchNorm1dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("BatchNorm1d", families.channelNorms);
export type BatchNorm1d = InstanceType<typeof BatchNorm1d>;

export interface InstanceNorm1dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel of each item. https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html */
export const InstanceNorm1d = /* @__PURE__ */ define<
  [numFeatures: number, ...Options<InstanceNorm1dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("InstanceNorm1d", families.channelNorms);
export type InstanceNorm1d = InstanceType<typeof InstanceNorm1d>;

export interface LazyBatchNorm1dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel over the batch; learns numFeatures from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm1d.html */
export const LazyBatchNorm1d = /* @__PURE__ */ define<
  [...Options<LazyBatchNorm1dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("LazyBatchNorm1d", families.channelNorms);
export type LazyBatchNorm1d = InstanceType<typeof LazyBatchNorm1d>;

export interface LazyInstanceNorm1dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel of each item; learns numFeatures from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyInstanceNorm1d.html */
export const LazyInstanceNorm1d = /* @__PURE__ */ define<
  [...Options<LazyInstanceNorm1dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("LazyInstanceNorm1d", families.channelNorms);
export type LazyInstanceNorm1d = InstanceType<typeof LazyInstanceNorm1d>;

export interface BatchNorm2dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel over the batch. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html */
export const BatchNorm2d = /* @__PURE__ */ define<
  [numFeatures: number, ...Options<BatchNorm2dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("BatchNorm2d", families.channelNorms);
export type BatchNorm2d = InstanceType<typeof BatchNorm2d>;

export interface InstanceNorm2dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel of each item. https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html */
export const InstanceNorm2d = /* @__PURE__ */ define<
  [numFeatures: number, ...Options<InstanceNorm2dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("InstanceNorm2d", families.channelNorms);
export type InstanceNorm2d = InstanceType<typeof InstanceNorm2d>;

export interface LazyBatchNorm2dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel over the batch; learns numFeatures from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm2d.html */
export const LazyBatchNorm2d = /* @__PURE__ */ define<
  [...Options<LazyBatchNorm2dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("LazyBatchNorm2d", families.channelNorms);
export type LazyBatchNorm2d = InstanceType<typeof LazyBatchNorm2d>;

export interface LazyInstanceNorm2dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel of each item; learns numFeatures from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyInstanceNorm2d.html */
export const LazyInstanceNorm2d = /* @__PURE__ */ define<
  [...Options<LazyInstanceNorm2dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("LazyInstanceNorm2d", families.channelNorms);
export type LazyInstanceNorm2d = InstanceType<typeof LazyInstanceNorm2d>;

export interface BatchNorm3dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel over the batch. https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html */
export const BatchNorm3d = /* @__PURE__ */ define<
  [numFeatures: number, ...Options<BatchNorm3dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("BatchNorm3d", families.channelNorms);
export type BatchNorm3d = InstanceType<typeof BatchNorm3d>;

export interface InstanceNorm3dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel of each item. https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm3d.html */
export const InstanceNorm3d = /* @__PURE__ */ define<
  [numFeatures: number, ...Options<InstanceNorm3dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("InstanceNorm3d", families.channelNorms);
export type InstanceNorm3d = InstanceType<typeof InstanceNorm3d>;

export interface LazyBatchNorm3dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel over the batch; learns numFeatures from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm3d.html */
export const LazyBatchNorm3d = /* @__PURE__ */ define<
  [...Options<LazyBatchNorm3dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("LazyBatchNorm3d", families.channelNorms);
export type LazyBatchNorm3d = InstanceType<typeof LazyBatchNorm3d>;

export interface LazyInstanceNorm3dOptions {
  /** Added to the variance. */
  eps?: number;
  /** Weight of the newest batch in the running statistics; null averages all batches. */
  momentum?: number | null;
  /** Whether scale and shift are learned. */
  affine?: boolean;
  /** Whether running statistics are kept. */
  trackRunningStats?: boolean;
}
/** Normalises each channel of each item; learns numFeatures from its first input. https://pytorch.org/docs/stable/generated/torch.nn.LazyInstanceNorm3d.html */
export const LazyInstanceNorm3d = /* @__PURE__ */ define<
  [...Options<LazyInstanceNorm3dOptions, ["eps", "momentum", "affine", "trackRunningStats"]>]
>("LazyInstanceNorm3d", families.channelNorms);
export type LazyInstanceNorm3d = InstanceType<typeof LazyInstanceNorm3d>;

export interface LayerNormOptions {
  /** Added to the variance. */
  eps?: number;
  /** Whether scale and shift are learned. */
  elementwiseAffine?: boolean;
  /** Whether the shift is learned. */
  bias?: boolean;
}
/** Normalises over the last axes of each item. https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html */
export const LayerNorm = /* @__PURE__ */ define<
  [normalizedShape: Ints, ...Options<LayerNormOptions, ["eps", "elementwiseAffine", "bias"]>]
>("LayerNorm", [families.layerNorm]);
export type LayerNorm = InstanceType<typeof LayerNorm>;

export interface RMSNormOptions {
  /** Added to the mean square; null takes the step from 1 to the next number. */
  eps?: number | null;
  /** Whether a scale is learned. */
  elementwiseAffine?: boolean;
}
/** Divides the last axes of each item by the root of their mean square. https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html */
export const RMSNorm = /* @__PURE__ */ define<
  [normalizedShape: Ints, ...Options<RMSNormOptions, ["eps", "elementwiseAffine"]>]
>("RMSNorm", [families.rmsNorm]);
export type RMSNorm = InstanceType<typeof RMSNorm>;

export interface GroupNormOptions {
  /** Added to the variance. */
  eps?: number;
  /** Whether scale and shift are learned. */
  affine?: boolean;
}
/** Normalises groups of channels of each item. https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html */
export const GroupNorm = /* @__PURE__ */ define<
  [numGroups: number, numChannels: number, ...Options<GroupNormOptions, ["eps", "affine"]>]
>("GroupNorm", [families.groupNorm]);
export type GroupNorm = InstanceType<typeof GroupNorm>;

export interface LocalResponseNormOptions {
  /** Weight of the mean square. */
  alpha?: number;
  /** The power. */
  beta?: number;
  /** Added before the power is taken. */
  k?: number;
}
/** Divides each value by a power of the mean square of its neighbours in other channels. https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html */
export const LocalResponseNorm = /* @__PURE__ */ define<
  [size: number, ...Options<LocalResponseNormOptions, ["alpha", "beta", "k"]>]
>("LocalResponseNorm", [families.localResponseNorm]);
export type LocalResponseNorm = InstanceType<typeof LocalResponseNorm>;

export interface FlattenOptions {
  /** First axis to join. */
  startDim?: number;
  /** Last axis to join. */
  endDim?: number;
}
/** Joins all axes but the batch into one. https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html */
export const Flatten = /* @__PURE__ */ define<[...Options<FlattenOptions, ["startDim", "endDim"]>]>(
  "Flatten",
  families.reshapeSpecs,
);
export type Flatten = InstanceType<typeof Flatten>;

/** Splits one axis into several. https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html */
export const Unflatten = /* @__PURE__ */ define<[dim: number, unflattenedSize: Ints]>(
  "Unflatten",
  families.reshapeSpecs,
);
export type Unflatten = InstanceType<typeof Unflatten>;

/** Turns groups of r² channels into maps r times as high and wide. https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html */
export const PixelShuffle = /* @__PURE__ */ define<[upscaleFactor: number]>(
  "PixelShuffle",
  families.reshapeSpecs,
);
export type PixelShuffle = InstanceType<typeof PixelShuffle>;

/** Takes the channels of each group in turn: [g, C / g] becomes [C / g, g]. https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html */
export const ChannelShuffle = /* @__PURE__ */ define<[groups: number]>(
  "ChannelShuffle",
  families.reshapeSpecs,
);
export type ChannelShuffle = InstanceType<typeof ChannelShuffle>;

/** Turns blocks of r × r cells into r² channels. https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html */
export const PixelUnshuffle = /* @__PURE__ */ define<[downscaleFactor: number]>(
  "PixelUnshuffle",
  families.reshapeSpecs,
);
export type PixelUnshuffle = InstanceType<typeof PixelUnshuffle>;

/** Pads the last axis with a constant. https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad1d.html */
export const ZeroPad1d = /* @__PURE__ */ define<[padding: Ints]>("ZeroPad1d", families.paddingSpecs);
export type ZeroPad1d = InstanceType<typeof ZeroPad1d>;

/** Pads the last axis with a constant. https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html */
export const ConstantPad1d = /* @__PURE__ */ define<[padding: Ints, value: number]>(
  "ConstantPad1d",
  families.paddingSpecs,
);
export type ConstantPad1d = InstanceType<typeof ConstantPad1d>;

/** Pads the last axis in reflect mode. https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html */
export const ReflectionPad1d = /* @__PURE__ */ define<[padding: Ints]>(
  "ReflectionPad1d",
  families.paddingSpecs,
);
export type ReflectionPad1d = InstanceType<typeof ReflectionPad1d>;

/** Pads the last axis in replicate mode. https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html */
export const ReplicationPad1d = /* @__PURE__ */ define<[padding: Ints]>(
  "ReplicationPad1d",
  families.paddingSpecs,
);
export type ReplicationPad1d = InstanceType<typeof ReplicationPad1d>;

/** Pads the last axis in circular mode. https://pytorch.org/docs/stable/generated/torch.nn.CircularPad1d.html */
export const CircularPad1d = /* @__PURE__ */ define<[padding: Ints]>("CircularPad1d", families.paddingSpecs);
export type CircularPad1d = InstanceType<typeof CircularPad1d>;

/** Pads the last 2 axes with a constant. https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html */
export const ZeroPad2d = /* @__PURE__ */ define<[padding: Ints]>("ZeroPad2d", families.paddingSpecs);
export type ZeroPad2d = InstanceType<typeof ZeroPad2d>;

/** Pads the last 2 axes with a constant. https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html */
export const ConstantPad2d = /* @__PURE__ */ define<[padding: Ints, value: number]>(
  "ConstantPad2d",
  families.paddingSpecs,
);
export type ConstantPad2d = InstanceType<typeof ConstantPad2d>;

/** Pads the last 2 axes in reflect mode. https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html */
export const ReflectionPad2d = /* @__PURE__ */ define<[padding: Ints]>(
  "ReflectionPad2d",
  families.paddingSpecs,
);
export type ReflectionPad2d = InstanceType<typeof ReflectionPad2d>;

/** Pads the last 2 axes in replicate mode. https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html */
export const ReplicationPad2d = /* @__PURE__ */ define<[padding: Ints]>(
  "ReplicationPad2d",
  families.paddingSpecs,
);
export type ReplicationPad2d = InstanceType<typeof ReplicationPad2d>;

/** Pads the last 2 axes in circular mode. https://pytorch.org/docs/stable/generated/torch.nn.CircularPad2d.html */
export const CircularPad2d = /* @__PURE__ */ define<[padding: Ints]>("CircularPad2d", families.paddingSpecs);
export type CircularPad2d = InstanceType<typeof CircularPad2d>;

/** Pads the last 3 axes with a constant. https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad3d.html */
export const ZeroPad3d = /* @__PURE__ */ define<[padding: Ints]>("ZeroPad3d", families.paddingSpecs);
export type ZeroPad3d = InstanceType<typeof ZeroPad3d>;

/** Pads the last 3 axes with a constant. https://pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html */
export const ConstantPad3d = /* @__PURE__ */ define<[padding: Ints, value: number]>(
  "ConstantPad3d",
  families.paddingSpecs,
);
export type ConstantPad3d = InstanceType<typeof ConstantPad3d>;

/** Pads the last 3 axes in reflect mode. https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html */
export const ReflectionPad3d = /* @__PURE__ */ define<[padding: Ints]>(
  "ReflectionPad3d",
  families.paddingSpecs,
);
export type ReflectionPad3d = InstanceType<typeof ReflectionPad3d>;

/** Pads the last 3 axes in replicate mode. https://pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html */
export const ReplicationPad3d = /* @__PURE__ */ define<[padding: Ints]>(
  "ReplicationPad3d",
  families.paddingSpecs,
);
export type ReplicationPad3d = InstanceType<typeof ReplicationPad3d>;

/** Pads the last 3 axes in circular mode. https://pytorch.org/docs/stable/generated/torch.nn.CircularPad3d.html */
export const CircularPad3d = /* @__PURE__ */ define<[padding: Ints]>("CircularPad3d", families.paddingSpecs);
export type CircularPad3d = InstanceType<typeof CircularPad3d>;

export interface UpsampleOptions {
  /** Sizes of the output's spatial axes. */
  size?: Ints | null;
  /** How many times larger each axis becomes; fractions allowed. */
  scaleFactor?: unknown | null;
  /** How values between cells are made. */
  mode?: "nearest" | "nearest-exact" | "area" | "linear" | "bilinear" | "bicubic" | "trilinear";
  /** Whether the corner cells of input and output lie on each other. */
  alignCorners?: boolean | null;
}
/** Enlarges maps by copying or interpolating values. https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html */
export const Upsample = /* @__PURE__ */ define<
  [...Options<UpsampleOptions, ["size", "scaleFactor", "mode", "alignCorners"]>]
>("Upsample", families.upsampleSpecs);
export type Upsample = InstanceType<typeof Upsample>;

export interface UpsamplingNearest2dOptions {
  /** Sizes of the output's spatial axes. */
  size?: Ints | null;
  /** How many times larger each axis becomes; fractions allowed. */
  scaleFactor?: unknown | null;
}
/** Enlarges maps by copying values. https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingNearest2d.html */
export const UpsamplingNearest2d = /* @__PURE__ */ define<
  [...Options<UpsamplingNearest2dOptions, ["size", "scaleFactor"]>]
>("UpsamplingNearest2d", families.upsampleSpecs);
export type UpsamplingNearest2d = InstanceType<typeof UpsamplingNearest2d>;

export interface UpsamplingBilinear2dOptions {
  /** Sizes of the output's spatial axes. */
  size?: Ints | null;
  /** How many times larger each axis becomes; fractions allowed. */
  scaleFactor?: unknown | null;
}
/** Enlarges maps by bilinear interpolation with aligned corners. https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingBilinear2d.html */
export const UpsamplingBilinear2d = /* @__PURE__ */ define<
  [...Options<UpsamplingBilinear2dOptions, ["size", "scaleFactor"]>]
>("UpsamplingBilinear2d", families.upsampleSpecs);
export type UpsamplingBilinear2d = InstanceType<typeof UpsamplingBilinear2d>;

export interface DropoutOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes values at random while training. https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html */
export const Dropout = /* @__PURE__ */ define<[...Options<DropoutOptions, ["p", "inplace"]>]>(
  "Dropout",
  families.dropoutSpecs,
);
export type Dropout = InstanceType<typeof Dropout>;

export interface Dropout1dOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.Dropout1d.html */
export const Dropout1d = /* @__PURE__ */ define<[...Options<Dropout1dOptions, ["p", "inplace"]>]>(
  "Dropout1d",
  families.dropoutSpecs,
);
export type Dropout1d = InstanceType<typeof Dropout1d>;

export interface Dropout2dOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html */
export const Dropout2d = /* @__PURE__ */ define<[...Options<Dropout2dOptions, ["p", "inplace"]>]>(
  "Dropout2d",
  families.dropoutSpecs,
);
export type Dropout2d = InstanceType<typeof Dropout2d>;

export interface Dropout3dOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.Dropout3d.html */
export const Dropout3d = /* @__PURE__ */ define<[...Options<Dropout3dOptions, ["p", "inplace"]>]>(
  "Dropout3d",
  families.dropoutSpecs,
);
export type Dropout3d = InstanceType<typeof Dropout3d>;

export interface AlphaDropoutOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes values at random while training. https://pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html */
export const AlphaDropout = /* @__PURE__ */ define<[...Options<AlphaDropoutOptions, ["p", "inplace"]>]>(
  "AlphaDropout",
  families.dropoutSpecs,
);
export type AlphaDropout = InstanceType<typeof AlphaDropout>;

export interface FeatureAlphaDropoutOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.FeatureAlphaDropout.html */
export const FeatureAlphaDropout = /* @__PURE__ */ define<
  [...Options<FeatureAlphaDropoutOptions, ["p", "inplace"]>]
>("FeatureAlphaDropout", families.dropoutSpecs);
export type FeatureAlphaDropout = InstanceType<typeof FeatureAlphaDropout>;

export interface EmbeddingOptions {
  /** Index whose row stays zero. */
  paddingIdx?: number | null;
  /** Rows of a larger norm are scaled down to it when they are looked up. */
  maxNorm?: number | null;
  /** The p of that norm. */
  normType?: number;
  /** Scales gradients by how often an index occurs. */
  scaleGradByFreq?: boolean;
  /** Gives sparse gradients. */
  sparse?: boolean;
}
/** Looks each index up in a learned table. https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html */
export const Embedding = /* @__PURE__ */ define<
  [
    numEmbeddings: number,
    embeddingDim: number,
    ...Options<EmbeddingOptions, ["paddingIdx", "maxNorm", "normType", "scaleGradByFreq", "sparse"]>,
  ]
>("Embedding", [families.embedding]);
export type Embedding = InstanceType<typeof Embedding>;

export interface MultiheadAttentionOptions {
  /** Probability of dropping an attention weight. */
  dropout?: number;
  /** Whether the projections have a bias. */
  bias?: boolean;
  /** Adds a learned key and value. */
  addBiasKv?: boolean;
  /** Adds a zero key and value. */
  addZeroAttn?: boolean;
  /** Features of the key. */
  kdim?: number | null;
  /** Features of the value. */
  vdim?: number | null;
  /** Whether inputs are [N, L, E] instead of [L, N, E]. */
  batchFirst?: boolean;
}
/** Attention of queries over keys and values, in several heads. https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html */
export const MultiheadAttention = /* @__PURE__ */ define<
  [
    embedDim: number,
    numHeads: number,
    ...Options<
      MultiheadAttentionOptions,
      ["dropout", "bias", "addBiasKv", "addZeroAttn", "kdim", "vdim", "batchFirst"]
    >,
  ],
  (
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options?: {
      keyPaddingMask?: Tensor | null;
      needWeights?: boolean;
      attnMask?: Tensor | null;
      averageAttnWeights?: boolean;
    },
  ) => [Tensor, Tensor]
>("MultiheadAttention", [families.multiheadAttention]);
export type MultiheadAttention = InstanceType<typeof MultiheadAttention>;

export interface RNNOptions {
  /** Layers stacked on each other. */
  numLayers?: number;
  /** “tanh” or “relu”. */
  nonlinearity?: "tanh" | "relu";
  /** Whether biases are learned. */
  bias?: boolean;
  /** Whether inputs are [N, L, F] instead of [L, N, F]. */
  batchFirst?: boolean;
  /** Dropout between layers. */
  dropout?: number;
  /** Runs a second pass from the end and joins both: twice the features. */
  bidirectional?: boolean;
}
/** An Elman network over a sequence. https://pytorch.org/docs/stable/generated/torch.nn.RNN.html */
export const RNN = /* @__PURE__ */ define<
  [
    inputSize: number,
    hiddenSize: number,
    ...Options<RNNOptions, ["numLayers", "nonlinearity", "bias", "batchFirst", "dropout", "bidirectional"]>,
  ],
  (input: Tensor, hidden?: Tensor) => [Tensor, Tensor]
>("RNN", families.recurrentSpecs);
export type RNN = InstanceType<typeof RNN>;

export interface LSTMOptions {
  /** Layers stacked on each other. */
  numLayers?: number;
  /** Whether biases are learned. */
  bias?: boolean;
  /** Whether inputs are [N, L, F] instead of [L, N, F]. */
  batchFirst?: boolean;
  /** Dropout between layers. */
  dropout?: number;
  /** Runs a second pass from the end and joins both: twice the features. */
  bidirectional?: boolean;
  /** Projects the hidden state to this size. */
  projSize?: number;
}
/** LSTM over a sequence. https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html */
export const LSTM = /* @__PURE__ */ define<
  [
    inputSize: number,
    hiddenSize: number,
    ...Options<LSTMOptions, ["numLayers", "bias", "batchFirst", "dropout", "bidirectional", "projSize"]>,
  ],
  (input: Tensor, states?: readonly [hidden: Tensor, cell: Tensor]) => [Tensor, [Tensor, Tensor]]
>("LSTM", families.recurrentSpecs);
export type LSTM = InstanceType<typeof LSTM>;

export interface GRUOptions {
  /** Layers stacked on each other. */
  numLayers?: number;
  /** Whether biases are learned. */
  bias?: boolean;
  /** Whether inputs are [N, L, F] instead of [L, N, F]. */
  batchFirst?: boolean;
  /** Dropout between layers. */
  dropout?: number;
  /** Runs a second pass from the end and joins both: twice the features. */
  bidirectional?: boolean;
}
/** GRU over a sequence. https://pytorch.org/docs/stable/generated/torch.nn.GRU.html */
export const GRU = /* @__PURE__ */ define<
  [
    inputSize: number,
    hiddenSize: number,
    ...Options<GRUOptions, ["numLayers", "bias", "batchFirst", "dropout", "bidirectional"]>,
  ],
  (input: Tensor, hidden?: Tensor) => [Tensor, Tensor]
>("GRU", families.recurrentSpecs);
export type GRU = InstanceType<typeof GRU>;

export interface CosineSimilarityOptions {
  /** The axis of the vectors. */
  dim?: number;
  /** The least norm that is divided by. */
  eps?: number;
}
/** The cosine between two tensors along an axis, which goes. https://pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html */
export const CosineSimilarity = /* @__PURE__ */ define<
  [...Options<CosineSimilarityOptions, ["dim", "eps"]>],
  (x1: Tensor, x2: Tensor) => Tensor
>("CosineSimilarity", [families.cosineSimilarity]);
export type CosineSimilarity = InstanceType<typeof CosineSimilarity>;

export interface PairwiseDistanceOptions {
  /** The power of the norm. */
  p?: number;
  /** Added to each difference. */
  eps?: number;
  /** Whether the last axis stays, with one value. */
  keepdim?: boolean;
}
/** The p-norm of the difference of two tensors along the last axis, which goes. https://pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html */
export const PairwiseDistance = /* @__PURE__ */ define<
  [...Options<PairwiseDistanceOptions, ["p", "eps", "keepdim"]>],
  (x1: Tensor, x2: Tensor) => Tensor
>("PairwiseDistance", [families.pairwiseDistance]);
export type PairwiseDistance = InstanceType<typeof PairwiseDistance>;

export interface CrossEntropyLossOptions {
  /** A weight for each class. */
  weight?: Tensor | null;
  /** Class that does not count. */
  ignoreIndex?: number;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** Share given to all classes alike. */
  labelSmoothing?: number;
}
/** Cross-entropy of logits with classes. https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html */
export const CrossEntropyLoss = /* @__PURE__ */ define<
  [...Options<CrossEntropyLossOptions, ["weight", "ignoreIndex", "reduction", "labelSmoothing"]>],
  (input: Tensor, target: Tensor) => Tensor
>("CrossEntropyLoss", families.lossSpecs);
export type CrossEntropyLoss = InstanceType<typeof CrossEntropyLoss>;

export interface NLLLossOptions {
  /** A weight for each class. */
  weight?: Tensor | null;
  /** Class that does not count. */
  ignoreIndex?: number;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Negative log likelihood of log probabilities. https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html */
export const NLLLoss = /* @__PURE__ */ define<
  [...Options<NLLLossOptions, ["weight", "ignoreIndex", "reduction"]>],
  (input: Tensor, target: Tensor) => Tensor
>("NLLLoss", families.lossSpecs);
export type NLLLoss = InstanceType<typeof NLLLoss>;

export interface MSELossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Mean squared error. https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html */
export const MSELoss = /* @__PURE__ */ define<
  [...Options<MSELossOptions, ["reduction"]>],
  (input: Tensor, target: Tensor) => Tensor
>("MSELoss", families.lossSpecs);
export type MSELoss = InstanceType<typeof MSELoss>;

export interface L1LossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Mean absolute error. https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html */
export const L1Loss = /* @__PURE__ */ define<
  [...Options<L1LossOptions, ["reduction"]>],
  (input: Tensor, target: Tensor) => Tensor
>("L1Loss", families.lossSpecs);
export type L1Loss = InstanceType<typeof L1Loss>;

export interface SmoothL1LossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** Where the two meet. */
  beta?: number;
}
/** Squared near zero, absolute beyond. https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html */
export const SmoothL1Loss = /* @__PURE__ */ define<
  [...Options<SmoothL1LossOptions, ["reduction", "beta"]>],
  (input: Tensor, target: Tensor) => Tensor
>("SmoothL1Loss", families.lossSpecs);
export type SmoothL1Loss = InstanceType<typeof SmoothL1Loss>;

export interface HuberLossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** Where the two meet. */
  delta?: number;
}
/** Squared near zero, absolute beyond. https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html */
export const HuberLoss = /* @__PURE__ */ define<
  [...Options<HuberLossOptions, ["reduction", "delta"]>],
  (input: Tensor, target: Tensor) => Tensor
>("HuberLoss", families.lossSpecs);
export type HuberLoss = InstanceType<typeof HuberLoss>;

export interface BCELossOptions {
  /** A weight for each value; broadcast. */
  weight?: Tensor | null;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Binary cross-entropy of probabilities. https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html */
export const BCELoss = /* @__PURE__ */ define<
  [...Options<BCELossOptions, ["weight", "reduction"]>],
  (input: Tensor, target: Tensor) => Tensor
>("BCELoss", families.lossSpecs);
export type BCELoss = InstanceType<typeof BCELoss>;

export interface BCEWithLogitsLossOptions {
  /** A weight for each value; broadcast. */
  weight?: Tensor | null;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** A weight for positives; broadcast. */
  posWeight?: Tensor | null;
}
/** Binary cross-entropy of logits. https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html */
export const BCEWithLogitsLoss = /* @__PURE__ */ define<
  [...Options<BCEWithLogitsLossOptions, ["weight", "reduction", "posWeight"]>],
  (input: Tensor, target: Tensor) => Tensor
>("BCEWithLogitsLoss", families.lossSpecs);
export type BCEWithLogitsLoss = InstanceType<typeof BCEWithLogitsLoss>;
