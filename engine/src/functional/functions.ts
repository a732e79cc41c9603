/**
 * `F`: layers and losses as functions. Options stand in an object or in PyTorch's order.
 * Written from the specs by test/engine/api/api.test.ts (UPDATE_API=1): change a spec, not this file.
 *
 *   F.conv2d(x, weight, bias, { padding: 1 })   // or F.conv2d(x, weight, bias, 1, 1)
 */
import * as families from "../specs/torch/families/index.ts";
import type { Ints, Options, OutputSize } from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { functionNamed, type WithIndices } from "./call.ts";

export interface Conv1dOptions {
  /** [outChannels] */
  bias?: Tensor | null;
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
}
/** 1-d convolution. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html */
export const conv1d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          weight: Tensor,
          ...Options<Conv1dOptions, ["bias", "stride", "padding", "dilation", "groups"]>,
        ]
      | [
          input: Tensor,
          weight: Tensor,
          bias: Tensor | null | undefined,
          options: Pick<Conv1dOptions, "stride" | "padding" | "dilation" | "groups">,
        ]
  ) => Tensor
>("conv1d", families.convSpecs);

export interface Conv2dOptions {
  /** [outChannels] */
  bias?: Tensor | null;
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
}
/** 2-d convolution. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html */
export const conv2d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          weight: Tensor,
          ...Options<Conv2dOptions, ["bias", "stride", "padding", "dilation", "groups"]>,
        ]
      | [
          input: Tensor,
          weight: Tensor,
          bias: Tensor | null | undefined,
          options: Pick<Conv2dOptions, "stride" | "padding" | "dilation" | "groups">,
        ]
  ) => Tensor
>("conv2d", families.convSpecs);

export interface Conv3dOptions {
  /** [outChannels] */
  bias?: Tensor | null;
  /** Step of the window. */
  stride?: Ints;
  /** Cells added on both sides of every axis, or “same” or “valid”. */
  padding?: Ints | "same" | "valid";
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
  /** Independent groups that channels are split into; both channel counts must be multiples of it. */
  groups?: number;
}
/** 3-d convolution. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html */
export const conv3d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          weight: Tensor,
          ...Options<Conv3dOptions, ["bias", "stride", "padding", "dilation", "groups"]>,
        ]
      | [
          input: Tensor,
          weight: Tensor,
          bias: Tensor | null | undefined,
          options: Pick<Conv3dOptions, "stride" | "padding" | "dilation" | "groups">,
        ]
  ) => Tensor
>("conv3d", families.convSpecs);

export interface ConvTranspose1dOptions {
  /** [outChannels] */
  bias?: Tensor | null;
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
}
/** 1-d transposed convolution. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose1d.html */
export const convTranspose1d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          weight: Tensor,
          ...Options<
            ConvTranspose1dOptions,
            ["bias", "stride", "padding", "outputPadding", "groups", "dilation"]
          >,
        ]
      | [
          input: Tensor,
          weight: Tensor,
          bias: Tensor | null | undefined,
          options: Pick<
            ConvTranspose1dOptions,
            "stride" | "padding" | "outputPadding" | "groups" | "dilation"
          >,
        ]
  ) => Tensor
>("convTranspose1d", families.convTransposeSpecs);

export interface ConvTranspose2dOptions {
  /** [outChannels] */
  bias?: Tensor | null;
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
}
/** 2-d transposed convolution. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose2d.html */
export const convTranspose2d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          weight: Tensor,
          ...Options<
            ConvTranspose2dOptions,
            ["bias", "stride", "padding", "outputPadding", "groups", "dilation"]
          >,
        ]
      | [
          input: Tensor,
          weight: Tensor,
          bias: Tensor | null | undefined,
          options: Pick<
            ConvTranspose2dOptions,
            "stride" | "padding" | "outputPadding" | "groups" | "dilation"
          >,
        ]
  ) => Tensor
>("convTranspose2d", families.convTransposeSpecs);

export interface ConvTranspose3dOptions {
  /** [outChannels] */
  bias?: Tensor | null;
  /** How far apart the windows of neighbouring input values lie in the output. */
  stride?: Ints;
  /** Cells cut off on both sides of the output. */
  padding?: Ints;
  /** Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's. */
  outputPadding?: Ints;
  /** Independent groups that channels are split into. */
  groups?: number;
  /** Distance between the cells of the kernel. */
  dilation?: Ints;
}
/** 3-d transposed convolution. https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose3d.html */
export const convTranspose3d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          weight: Tensor,
          ...Options<
            ConvTranspose3dOptions,
            ["bias", "stride", "padding", "outputPadding", "groups", "dilation"]
          >,
        ]
      | [
          input: Tensor,
          weight: Tensor,
          bias: Tensor | null | undefined,
          options: Pick<
            ConvTranspose3dOptions,
            "stride" | "padding" | "outputPadding" | "groups" | "dilation"
          >,
        ]
  ) => Tensor
>("convTranspose3d", families.convTransposeSpecs);

export interface UnfoldOptions {
  /** Distance between the cells of a block. */
  dilation?: Ints;
  /** Zeros added on both sides of both axes. */
  padding?: Ints;
  /** Step of the block. */
  stride?: Ints;
}
/** Takes sliding blocks out of a map, one column a block. https://pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html */
export const unfold = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, kernelSize: Ints, ...Options<UnfoldOptions, ["dilation", "padding", "stride"]>]
      | [input: Tensor, options: { kernelSize: Ints } & UnfoldOptions]
  ) => Tensor
>("unfold", families.foldSpecs);

export interface FoldOptions {
  /** Distance between the cells of a block. */
  dilation?: Ints;
  /** Zeros added on both sides of both axes. */
  padding?: Ints;
  /** Step of the block. */
  stride?: Ints;
}
/** Adds sliding blocks back into a map: the adjoint of Unfold. https://pytorch.org/docs/stable/generated/torch.nn.functional.fold.html */
export const fold = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          outputSize: Ints,
          kernelSize: Ints,
          ...Options<FoldOptions, ["dilation", "padding", "stride"]>,
        ]
      | [input: Tensor, options: { outputSize: Ints; kernelSize: Ints } & FoldOptions]
  ) => Tensor
>("fold", families.foldSpecs);

export interface LinearOptions {
  /** [outFeatures] */
  bias?: Tensor | null;
}
/** A matrix product over the last axis. https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html */
export const linear = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, weight: Tensor, ...Options<LinearOptions, ["bias"]>]) => Tensor
>("linear", families.linearSpecs);

export interface BilinearOptions {
  /** [outFeatures] */
  bias?: Tensor | null;
}
/** A product of two inputs with a learned matrix for each output feature. https://pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html */
export const bilinear = /* @__PURE__ */ functionNamed<
  (
    ...values: [input1: Tensor, input2: Tensor, weight: Tensor, ...Options<BilinearOptions, ["bias"]>]
  ) => Tensor
>("bilinear", [families.bilinear]);

export interface ReluOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** max(0, x) https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html */
export const relu = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<ReluOptions, ["inplace"]>]) => Tensor
>("relu", families.activationSpecs);

export interface Relu6Options {
  /** Writes over the input. */
  inplace?: boolean;
}
/** min(max(0, x), 6) https://pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html */
export const relu6 = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<Relu6Options, ["inplace"]>]) => Tensor
>("relu6", families.activationSpecs);

export interface LeakyReluOptions {
  /** Slope below zero. */
  negativeSlope?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** x, or a small slope below zero https://pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html */
export const leakyRelu = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<LeakyReluOptions, ["negativeSlope", "inplace"]>]) => Tensor
>("leakyRelu", families.activationSpecs);

export interface EluOptions {
  /** Scale below zero. */
  alpha?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** x, or α·(eˣ − 1) below zero https://pytorch.org/docs/stable/generated/torch.nn.functional.elu.html */
export const elu = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<EluOptions, ["alpha", "inplace"]>]) => Tensor
>("elu", families.activationSpecs);

export interface SeluOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** Self-normalising ELU https://pytorch.org/docs/stable/generated/torch.nn.functional.selu.html */
export const selu = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<SeluOptions, ["inplace"]>]) => Tensor
>("selu", families.activationSpecs);

export interface CeluOptions {
  /** Scale below zero. */
  alpha?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Continuously differentiable ELU https://pytorch.org/docs/stable/generated/torch.nn.functional.celu.html */
export const celu = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<CeluOptions, ["alpha", "inplace"]>]) => Tensor
>("celu", families.activationSpecs);

export interface SiluOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x · σ(x) https://pytorch.org/docs/stable/generated/torch.nn.functional.silu.html */
export const silu = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<SiluOptions, ["inplace"]>]) => Tensor
>("silu", families.activationSpecs);

export interface MishOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x · tanh(softplus(x)) https://pytorch.org/docs/stable/generated/torch.nn.functional.mish.html */
export const mish = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<MishOptions, ["inplace"]>]) => Tensor
>("mish", families.activationSpecs);

/** 1 / (1 + e⁻ˣ) https://pytorch.org/docs/stable/generated/torch.nn.functional.sigmoid.html */
export const sigmoid = /* @__PURE__ */ functionNamed<(...values: [input: Tensor]) => Tensor>(
  "sigmoid",
  families.activationSpecs,
);

/** log σ(x) https://pytorch.org/docs/stable/generated/torch.nn.functional.log_sigmoid.html */
export const logSigmoid = /* @__PURE__ */ functionNamed<(...values: [input: Tensor]) => Tensor>(
  "logSigmoid",
  families.activationSpecs,
);

/** tanh x https://pytorch.org/docs/stable/generated/torch.nn.functional.tanh.html */
export const tanh = /* @__PURE__ */ functionNamed<(...values: [input: Tensor]) => Tensor>(
  "tanh",
  families.activationSpecs,
);

/** x / (1 + |x|) https://pytorch.org/docs/stable/generated/torch.nn.functional.softsign.html */
export const softsign = /* @__PURE__ */ functionNamed<(...values: [input: Tensor]) => Tensor>(
  "softsign",
  families.activationSpecs,
);

export interface HardswishOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x · relu6(x + 3) / 6 https://pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html */
export const hardswish = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<HardswishOptions, ["inplace"]>]) => Tensor
>("hardswish", families.activationSpecs);

export interface HardsigmoidOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** relu6(x + 3) / 6 https://pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html */
export const hardsigmoid = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<HardsigmoidOptions, ["inplace"]>]) => Tensor
>("hardsigmoid", families.activationSpecs);

export interface HardtanhOptions {
  /** Lower bound. */
  minVal?: number;
  /** Upper bound. */
  maxVal?: number;
  /** Writes over the input. */
  inplace?: boolean;
}
/** x between two bounds https://pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html */
export const hardtanh = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<HardtanhOptions, ["minVal", "maxVal", "inplace"]>]) => Tensor
>("hardtanh", families.activationSpecs);

export interface HardshrinkOptions {
  /** The λ of the formula. */
  lambd?: number;
}
/** x, and 0 from −λ to λ https://pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
export const hardshrink = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<HardshrinkOptions, ["lambd"]>]) => Tensor
>("hardshrink", families.activationSpecs);

/** x − tanh x https://pytorch.org/docs/stable/generated/torch.nn.functional.tanhshrink.html */
export const tanhshrink = /* @__PURE__ */ functionNamed<(...values: [input: Tensor]) => Tensor>(
  "tanhshrink",
  families.activationSpecs,
);

export interface ThresholdOptions {
  /** Writes over the input. */
  inplace?: boolean;
}
/** x above a threshold, another value up to it https://pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html */
export const threshold = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, threshold: number, value: number, ...Options<ThresholdOptions, ["inplace"]>]
      | [input: Tensor, options: { threshold: number; value: number } & ThresholdOptions]
  ) => Tensor
>("threshold", families.activationSpecs);

export interface SoftplusOptions {
  /** Sharpness. */
  beta?: number;
  /** Above it the function is linear. */
  threshold?: number;
}
/** log(1 + eᵝˣ) / β https://pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html */
export const softplus = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<SoftplusOptions, ["beta", "threshold"]>]) => Tensor
>("softplus", families.activationSpecs);

export interface SoftshrinkOptions {
  /** The λ of the formula, not below 0. */
  lambd?: number;
}
/** x drawn towards 0 by λ, and 0 between −λ and λ https://pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html */
export const softshrink = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<SoftshrinkOptions, ["lambd"]>]) => Tensor
>("softshrink", families.activationSpecs);

export interface GeluOptions {
  /** “none” for the exact function, “tanh” for its approximation. */
  approximate?: "none" | "tanh";
}
/** x · Φ(x), the Gaussian error linear unit https://pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html */
export const gelu = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<GeluOptions, ["approximate"]>]) => Tensor
>("gelu", families.activationSpecs);

/** x, or a learned slope below zero https://pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html */
export const prelu = /* @__PURE__ */ functionNamed<(...values: [input: Tensor, weight: Tensor]) => Tensor>(
  "prelu",
  families.activationSpecs,
);

export interface SoftmaxOptions {
  /** The axis whose values sum to one. */
  dim?: number | null;
}
/** Values of one axis as probabilities https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html */
export const softmax = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<SoftmaxOptions, ["dim"]>]) => Tensor
>("softmax", families.activationSpecs);

export interface LogSoftmaxOptions {
  /** The axis whose values sum to one. */
  dim?: number | null;
}
/** Logarithm of Softmax https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html */
export const logSoftmax = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<LogSoftmaxOptions, ["dim"]>]) => Tensor
>("logSoftmax", families.activationSpecs);

export interface SoftminOptions {
  /** The axis whose values sum to one. */
  dim?: number | null;
}
/** Softmax of the negated values https://pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html */
export const softmin = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<SoftminOptions, ["dim"]>]) => Tensor
>("softmin", families.activationSpecs);

export interface MaxPool1dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Distance between the cells of the window. */
  dilation?: Ints;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
  /** Gives the places of the maxima as a second result. */
  returnIndices?: boolean;
}
/** The largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html */
export const maxPool1d = /* @__PURE__ */ functionNamed<
  WithIndices<
    | [
        input: Tensor,
        kernelSize: Ints,
        ...Options<MaxPool1dOptions, ["stride", "padding", "dilation", "ceilMode", "returnIndices"]>,
      ]
    | [input: Tensor, options: { kernelSize: Ints } & MaxPool1dOptions]
  >
>("maxPool1d", families.poolSpecs);

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
/** The mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool1d.html */
export const avgPool1d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          kernelSize: Ints,
          ...Options<AvgPool1dOptions, ["stride", "padding", "ceilMode", "countIncludePad"]>,
        ]
      | [input: Tensor, options: { kernelSize: Ints } & AvgPool1dOptions]
  ) => Tensor
>("avgPool1d", families.poolSpecs);

export interface MaxPool2dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Distance between the cells of the window. */
  dilation?: Ints;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
  /** Gives the places of the maxima as a second result. */
  returnIndices?: boolean;
}
/** The largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html */
export const maxPool2d = /* @__PURE__ */ functionNamed<
  WithIndices<
    | [
        input: Tensor,
        kernelSize: Ints,
        ...Options<MaxPool2dOptions, ["stride", "padding", "dilation", "ceilMode", "returnIndices"]>,
      ]
    | [input: Tensor, options: { kernelSize: Ints } & MaxPool2dOptions]
  >
>("maxPool2d", families.poolSpecs);

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
/** The mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool2d.html */
export const avgPool2d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          kernelSize: Ints,
          ...Options<
            AvgPool2dOptions,
            ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]
          >,
        ]
      | [input: Tensor, options: { kernelSize: Ints } & AvgPool2dOptions]
  ) => Tensor
>("avgPool2d", families.poolSpecs);

export interface MaxPool3dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Cells added on both sides, at most half of the kernel. */
  padding?: Ints;
  /** Distance between the cells of the window. */
  dilation?: Ints;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
  /** Gives the places of the maxima as a second result. */
  returnIndices?: boolean;
}
/** The largest value of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html */
export const maxPool3d = /* @__PURE__ */ functionNamed<
  WithIndices<
    | [
        input: Tensor,
        kernelSize: Ints,
        ...Options<MaxPool3dOptions, ["stride", "padding", "dilation", "ceilMode", "returnIndices"]>,
      ]
    | [input: Tensor, options: { kernelSize: Ints } & MaxPool3dOptions]
  >
>("maxPool3d", families.poolSpecs);

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
/** The mean of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool3d.html */
export const avgPool3d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          kernelSize: Ints,
          ...Options<
            AvgPool3dOptions,
            ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]
          >,
        ]
      | [input: Tensor, options: { kernelSize: Ints } & AvgPool3dOptions]
  ) => Tensor
>("avgPool3d", families.poolSpecs);

export interface LpPool1dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The p-norm of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool1d.html */
export const lpPool1d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          normType: number,
          kernelSize: Ints,
          ...Options<LpPool1dOptions, ["stride", "ceilMode"]>,
        ]
      | [input: Tensor, options: { normType: number; kernelSize: Ints } & LpPool1dOptions]
  ) => Tensor
>("lpPool1d", families.lpPoolSpecs);

export interface LpPool2dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The p-norm of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool2d.html */
export const lpPool2d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          normType: number,
          kernelSize: Ints,
          ...Options<LpPool2dOptions, ["stride", "ceilMode"]>,
        ]
      | [input: Tensor, options: { normType: number; kernelSize: Ints } & LpPool2dOptions]
  ) => Tensor
>("lpPool2d", families.lpPoolSpecs);

export interface LpPool3dOptions {
  /** Step of the window; the kernel's size by default. */
  stride?: Ints | null;
  /** Lets a last window hang over the end. */
  ceilMode?: boolean;
}
/** The p-norm of each window. https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool3d.html */
export const lpPool3d = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          normType: number,
          kernelSize: Ints,
          ...Options<LpPool3dOptions, ["stride", "ceilMode"]>,
        ]
      | [input: Tensor, options: { normType: number; kernelSize: Ints } & LpPool3dOptions]
  ) => Tensor
>("lpPool3d", families.lpPoolSpecs);

/** Means of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html */
export const adaptiveAvgPool1d = /* @__PURE__ */ functionNamed<
  (
    ...values: [input: Tensor, outputSize: OutputSize] | [input: Tensor, options: { outputSize: OutputSize }]
  ) => Tensor
>("adaptiveAvgPool1d", families.adaptivePoolSpecs);

export interface AdaptiveMaxPool1dOptions {
  /** Gives the places of the maxima too. */
  returnIndices?: boolean;
}
/** Maxima of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html */
export const adaptiveMaxPool1d = /* @__PURE__ */ functionNamed<
  WithIndices<
    | [input: Tensor, outputSize: OutputSize, ...Options<AdaptiveMaxPool1dOptions, ["returnIndices"]>]
    | [input: Tensor, options: { outputSize: OutputSize } & AdaptiveMaxPool1dOptions]
  >
>("adaptiveMaxPool1d", families.adaptivePoolSpecs);

/** Means of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html */
export const adaptiveAvgPool2d = /* @__PURE__ */ functionNamed<
  (
    ...values: [input: Tensor, outputSize: OutputSize] | [input: Tensor, options: { outputSize: OutputSize }]
  ) => Tensor
>("adaptiveAvgPool2d", families.adaptivePoolSpecs);

export interface AdaptiveMaxPool2dOptions {
  /** Gives the places of the maxima too. */
  returnIndices?: boolean;
}
/** Maxima of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html */
export const adaptiveMaxPool2d = /* @__PURE__ */ functionNamed<
  WithIndices<
    | [input: Tensor, outputSize: OutputSize, ...Options<AdaptiveMaxPool2dOptions, ["returnIndices"]>]
    | [input: Tensor, options: { outputSize: OutputSize } & AdaptiveMaxPool2dOptions]
  >
>("adaptiveMaxPool2d", families.adaptivePoolSpecs);

/** Means of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool3d.html */
export const adaptiveAvgPool3d = /* @__PURE__ */ functionNamed<
  (
    ...values: [input: Tensor, outputSize: OutputSize] | [input: Tensor, options: { outputSize: OutputSize }]
  ) => Tensor
>("adaptiveAvgPool3d", families.adaptivePoolSpecs);

export interface AdaptiveMaxPool3dOptions {
  /** Gives the places of the maxima too. */
  returnIndices?: boolean;
}
/** Maxima of windows chosen so that the output has the given size. https://pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool3d.html */
export const adaptiveMaxPool3d = /* @__PURE__ */ functionNamed<
  WithIndices<
    | [input: Tensor, outputSize: OutputSize, ...Options<AdaptiveMaxPool3dOptions, ["returnIndices"]>]
    | [input: Tensor, options: { outputSize: OutputSize } & AdaptiveMaxPool3dOptions]
  >
>("adaptiveMaxPool3d", families.adaptivePoolSpecs);

export interface BatchNormOptions {
  /** Running mean of each channel. */
  runningMean?: Tensor | null;
  /** Running variance of each channel. */
  runningVar?: Tensor | null;
  /** Scale of each channel. */
  weight?: Tensor | null;
  /** Shift of each channel. */
  bias?: Tensor | null;
  /** Whether the batch's own statistics are taken. */
  training?: boolean;
  /** Weight of the newest batch in the running statistics. */
  momentum?: number;
  /** Added to the variance. */
  eps?: number;
}
/** Normalises each channel over the batch. https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html */
export const batchNorm = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          ...Options<
            BatchNormOptions,
            ["runningMean", "runningVar", "weight", "bias", "training", "momentum", "eps"]
          >,
        ]
      | [
          input: Tensor,
          runningMean: Tensor | null | undefined,
          runningVar: Tensor | null | undefined,
          weight: Tensor | null | undefined,
          bias: Tensor | null | undefined,
          options: Pick<BatchNormOptions, "training" | "momentum" | "eps">,
        ]
  ) => Tensor
>("batchNorm", families.channelNorms);

export interface InstanceNormOptions {
  /** Running mean of each channel. */
  runningMean?: Tensor | null;
  /** Running variance of each channel. */
  runningVar?: Tensor | null;
  /** Scale of each channel. */
  weight?: Tensor | null;
  /** Shift of each channel. */
  bias?: Tensor | null;
  /** Whether each item's own statistics are taken. */
  useInputStats?: boolean;
  /** Weight of the newest batch in the running statistics. */
  momentum?: number;
  /** Added to the variance. */
  eps?: number;
}
/** Normalises each channel of each item. https://pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html */
export const instanceNorm = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          ...Options<
            InstanceNormOptions,
            ["runningMean", "runningVar", "weight", "bias", "useInputStats", "momentum", "eps"]
          >,
        ]
      | [
          input: Tensor,
          runningMean: Tensor | null | undefined,
          runningVar: Tensor | null | undefined,
          weight: Tensor | null | undefined,
          bias: Tensor | null | undefined,
          options: Pick<InstanceNormOptions, "useInputStats" | "momentum" | "eps">,
        ]
  ) => Tensor
>("instanceNorm", families.channelNorms);

export interface LayerNormOptions {
  /** Scale of each of their cells. */
  weight?: Tensor | null;
  /** Shift of each of their cells. */
  bias?: Tensor | null;
  /** Added to the variance. */
  eps?: number;
}
/** Normalises over the last axes of each item. https://pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html */
export const layerNorm = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, normalizedShape: Ints, ...Options<LayerNormOptions, ["weight", "bias", "eps"]>]
      | [
          input: Tensor,
          normalizedShape: Ints,
          weight: Tensor | null | undefined,
          bias: Tensor | null | undefined,
          options: Pick<LayerNormOptions, "eps">,
        ]
      | [input: Tensor, options: { normalizedShape: Ints } & LayerNormOptions]
  ) => Tensor
>("layerNorm", [families.layerNorm]);

export interface RmsNormOptions {
  /** Scale of each of their cells. */
  weight?: Tensor | null;
  /** Added to the mean square; null takes the step from 1 to the next number. */
  eps?: number | null;
}
/** Divides the last axes of each item by the root of their mean square. https://pytorch.org/docs/stable/generated/torch.nn.functional.rms_norm.html */
export const rmsNorm = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, normalizedShape: Ints, ...Options<RmsNormOptions, ["weight", "eps"]>]
      | [
          input: Tensor,
          normalizedShape: Ints,
          weight: Tensor | null | undefined,
          options: Pick<RmsNormOptions, "eps">,
        ]
      | [input: Tensor, options: { normalizedShape: Ints } & RmsNormOptions]
  ) => Tensor
>("rmsNorm", [families.rmsNorm]);

export interface GroupNormOptions {
  /** Scale of each channel. */
  weight?: Tensor | null;
  /** Shift of each channel. */
  bias?: Tensor | null;
  /** Added to the variance. */
  eps?: number;
}
/** Normalises groups of channels of each item. https://pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html */
export const groupNorm = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, numGroups: number, ...Options<GroupNormOptions, ["weight", "bias", "eps"]>]
      | [
          input: Tensor,
          numGroups: number,
          weight: Tensor | null | undefined,
          bias: Tensor | null | undefined,
          options: Pick<GroupNormOptions, "eps">,
        ]
      | [input: Tensor, options: { numGroups: number } & GroupNormOptions]
  ) => Tensor
>("groupNorm", [families.groupNorm]);

export interface LocalResponseNormOptions {
  /** Weight of the mean square. */
  alpha?: number;
  /** The power. */
  beta?: number;
  /** Added before the power is taken. */
  k?: number;
}
/** Divides each value by a power of the mean square of its neighbours in other channels. https://pytorch.org/docs/stable/generated/torch.nn.functional.local_response_norm.html */
export const localResponseNorm = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, size: number, ...Options<LocalResponseNormOptions, ["alpha", "beta", "k"]>]
      | [input: Tensor, options: { size: number } & LocalResponseNormOptions]
  ) => Tensor
>("localResponseNorm", [families.localResponseNorm]);

/** Turns groups of r² channels into maps r times as high and wide. https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html */
export const pixelShuffle = /* @__PURE__ */ functionNamed<
  (
    ...values: [input: Tensor, upscaleFactor: number] | [input: Tensor, options: { upscaleFactor: number }]
  ) => Tensor
>("pixelShuffle", families.reshapeSpecs);

/** Takes the channels of each group in turn: [g, C / g] becomes [C / g, g]. https://pytorch.org/docs/stable/generated/torch.nn.functional.channel_shuffle.html */
export const channelShuffle = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, groups: number] | [input: Tensor, options: { groups: number }]) => Tensor
>("channelShuffle", families.reshapeSpecs);

/** Turns blocks of r × r cells into r² channels. https://pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html */
export const pixelUnshuffle = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, downscaleFactor: number]
      | [input: Tensor, options: { downscaleFactor: number }]
  ) => Tensor
>("pixelUnshuffle", families.reshapeSpecs);

export interface DropoutOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Whether anything is zeroed at all. */
  training?: boolean;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes values at random while training. https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html */
export const dropout = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<DropoutOptions, ["p", "training", "inplace"]>]) => Tensor
>("dropout", families.dropoutSpecs);

export interface Dropout1dOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Whether anything is zeroed at all. */
  training?: boolean;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html */
export const dropout1d = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<Dropout1dOptions, ["p", "training", "inplace"]>]) => Tensor
>("dropout1d", families.dropoutSpecs);

export interface Dropout2dOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Whether anything is zeroed at all. */
  training?: boolean;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html */
export const dropout2d = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<Dropout2dOptions, ["p", "training", "inplace"]>]) => Tensor
>("dropout2d", families.dropoutSpecs);

export interface Dropout3dOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Whether anything is zeroed at all. */
  training?: boolean;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout3d.html */
export const dropout3d = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<Dropout3dOptions, ["p", "training", "inplace"]>]) => Tensor
>("dropout3d", families.dropoutSpecs);

export interface AlphaDropoutOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Whether anything is zeroed at all. */
  training?: boolean;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes values at random while training. https://pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html */
export const alphaDropout = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<AlphaDropoutOptions, ["p", "training", "inplace"]>]) => Tensor
>("alphaDropout", families.dropoutSpecs);

export interface FeatureAlphaDropoutOptions {
  /** Probability of being zeroed. */
  p?: number;
  /** Whether anything is zeroed at all. */
  training?: boolean;
  /** Writes over the input. */
  inplace?: boolean;
}
/** Zeroes channels at random while training. https://pytorch.org/docs/stable/generated/torch.nn.functional.feature_alpha_dropout.html */
export const featureAlphaDropout = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<FeatureAlphaDropoutOptions, ["p", "training", "inplace"]>]) => Tensor
>("featureAlphaDropout", families.dropoutSpecs);

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
/** Looks each index up in a learned table. https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html */
export const embedding = /* @__PURE__ */ functionNamed<
  (
    ...values: [
      input: Tensor,
      weight: Tensor,
      ...Options<EmbeddingOptions, ["paddingIdx", "maxNorm", "normType", "scaleGradByFreq", "sparse"]>,
    ]
  ) => Tensor
>("embedding", [families.embedding]);

export interface CosineSimilarityOptions {
  /** The axis of the vectors. */
  dim?: number;
  /** The least norm that is divided by. */
  eps?: number;
}
/** The cosine between two tensors along an axis, which goes. https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html */
export const cosineSimilarity = /* @__PURE__ */ functionNamed<
  (...values: [x1: Tensor, x2: Tensor, ...Options<CosineSimilarityOptions, ["dim", "eps"]>]) => Tensor
>("cosineSimilarity", [families.cosineSimilarity]);

export interface PairwiseDistanceOptions {
  /** The power of the norm. */
  p?: number;
  /** Added to each difference. */
  eps?: number;
  /** Whether the last axis stays, with one value. */
  keepdim?: boolean;
}
/** The p-norm of the difference of two tensors along the last axis, which goes. https://pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html */
export const pairwiseDistance = /* @__PURE__ */ functionNamed<
  (
    ...values: [x1: Tensor, x2: Tensor, ...Options<PairwiseDistanceOptions, ["p", "eps", "keepdim"]>]
  ) => Tensor
>("pairwiseDistance", [families.pairwiseDistance]);

export interface CrossEntropyOptions {
  /** A weight for each class. */
  weight?: Tensor | null;
  /** Class that does not count. */
  ignoreIndex?: number;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** Share given to all classes alike. */
  labelSmoothing?: number;
}
/** Cross-entropy of logits with classes. https://pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html */
export const crossEntropy = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          target: Tensor,
          ...Options<CrossEntropyOptions, ["weight", "ignoreIndex", "reduction", "labelSmoothing"]>,
        ]
      | [
          input: Tensor,
          target: Tensor,
          weight: Tensor | null | undefined,
          options: Pick<CrossEntropyOptions, "ignoreIndex" | "reduction" | "labelSmoothing">,
        ]
  ) => Tensor
>("crossEntropy", families.lossSpecs);

export interface NllLossOptions {
  /** A weight for each class. */
  weight?: Tensor | null;
  /** Class that does not count. */
  ignoreIndex?: number;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Negative log likelihood of log probabilities. https://pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html */
export const nllLoss = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, target: Tensor, ...Options<NllLossOptions, ["weight", "ignoreIndex", "reduction"]>]
      | [
          input: Tensor,
          target: Tensor,
          weight: Tensor | null | undefined,
          options: Pick<NllLossOptions, "ignoreIndex" | "reduction">,
        ]
  ) => Tensor
>("nllLoss", families.lossSpecs);

export interface MseLossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Mean squared error. https://pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html */
export const mseLoss = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, target: Tensor, ...Options<MseLossOptions, ["reduction"]>]) => Tensor
>("mseLoss", families.lossSpecs);

export interface L1LossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Mean absolute error. https://pytorch.org/docs/stable/generated/torch.nn.functional.l1_loss.html */
export const l1Loss = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, target: Tensor, ...Options<L1LossOptions, ["reduction"]>]) => Tensor
>("l1Loss", families.lossSpecs);

export interface SmoothL1LossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** Where the two meet. */
  beta?: number;
}
/** Squared near zero, absolute beyond. https://pytorch.org/docs/stable/generated/torch.nn.functional.smooth_l1_loss.html */
export const smoothL1Loss = /* @__PURE__ */ functionNamed<
  (
    ...values: [input: Tensor, target: Tensor, ...Options<SmoothL1LossOptions, ["reduction", "beta"]>]
  ) => Tensor
>("smoothL1Loss", families.lossSpecs);

export interface HuberLossOptions {
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** Where the two meet. */
  delta?: number;
}
/** Squared near zero, absolute beyond. https://pytorch.org/docs/stable/generated/torch.nn.functional.huber_loss.html */
export const huberLoss = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, target: Tensor, ...Options<HuberLossOptions, ["reduction", "delta"]>]) => Tensor
>("huberLoss", families.lossSpecs);

export interface BinaryCrossEntropyOptions {
  /** A weight for each value; broadcast. */
  weight?: Tensor | null;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
}
/** Binary cross-entropy of probabilities. https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy.html */
export const binaryCrossEntropy = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, target: Tensor, ...Options<BinaryCrossEntropyOptions, ["weight", "reduction"]>]
      | [
          input: Tensor,
          target: Tensor,
          weight: Tensor | null | undefined,
          options: Pick<BinaryCrossEntropyOptions, "reduction">,
        ]
  ) => Tensor
>("binaryCrossEntropy", families.lossSpecs);

export interface BinaryCrossEntropyWithLogitsOptions {
  /** A weight for each value; broadcast. */
  weight?: Tensor | null;
  /** “mean”, “sum” or “none”. */
  reduction?: "mean" | "sum" | "none";
  /** A weight for positives; broadcast. */
  posWeight?: Tensor | null;
}
/** Binary cross-entropy of logits. https://pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html */
export const binaryCrossEntropyWithLogits = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [
          input: Tensor,
          target: Tensor,
          ...Options<BinaryCrossEntropyWithLogitsOptions, ["weight", "reduction", "posWeight"]>,
        ]
      | [
          input: Tensor,
          target: Tensor,
          weight: Tensor | null | undefined,
          options: Pick<BinaryCrossEntropyWithLogitsOptions, "reduction" | "posWeight">,
        ]
  ) => Tensor
>("binaryCrossEntropyWithLogits", families.lossSpecs);

export interface PadOptions {
  /** “constant”, “reflect”, “replicate” or “circular”. */
  mode?: "constant" | "reflect" | "replicate" | "circular";
  /** The constant. */
  value?: number | null;
}
/** Adds cells around the last axes. https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html */
export const pad = /* @__PURE__ */ functionNamed<
  (
    ...values:
      | [input: Tensor, pad: Ints, ...Options<PadOptions, ["mode", "value"]>]
      | [input: Tensor, options: { pad: Ints } & PadOptions]
  ) => Tensor
>("pad", [families.functionalPad]);

export interface InterpolateOptions {
  /** Sizes of the output's spatial axes. */
  size?: Ints | null;
  /** How many times larger each axis becomes; fractions allowed. */
  scaleFactor?: unknown | null;
  /** How values between cells are made. */
  mode?: "nearest" | "nearest-exact" | "area" | "linear" | "bilinear" | "bicubic" | "trilinear";
  /** Whether the corner cells of input and output lie on each other. */
  alignCorners?: boolean | null;
}
/** Resizes maps. https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html */
export const interpolate = /* @__PURE__ */ functionNamed<
  (
    ...values: [
      input: Tensor,
      ...Options<InterpolateOptions, ["size", "scaleFactor", "mode", "alignCorners"]>,
    ]
  ) => Tensor
>("interpolate", [families.interpolate]);

export interface NormalizeOptions {
  /** The exponent of the norm. */
  p?: number;
  /** The axis. */
  dim?: number;
  /** The least divisor. */
  eps?: number;
}
/** Each line of an axis divided by its norm, where that is not tiny. https://pytorch.org/docs/stable/generated/torch.normalize.html */
export const normalize = /* @__PURE__ */ functionNamed<
  (...values: [input: Tensor, ...Options<NormalizeOptions, ["p", "dim", "eps"]>]) => Tensor
>("normalize", families.plainFunctions);
