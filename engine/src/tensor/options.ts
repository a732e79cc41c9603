/** The options of layers: PyTorch's keyword arguments in camelCase, and their order for ported code. */
import type { Tensor } from "./tensor.ts";

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
export type ConvOrder = ["stride", "padding", "dilation", "groups", "bias", "paddingMode"];
export interface ConvTransposeOptions {
  stride?: Ints;
  padding?: Ints;
  outputPadding?: Ints;
  groups?: number;
  bias?: boolean;
  dilation?: Ints;
  paddingMode?: "zeros";
}
export type ConvTransposeOrder = [
  "stride",
  "padding",
  "outputPadding",
  "groups",
  "bias",
  "dilation",
  "paddingMode",
];
export interface WindowOptions {
  dilation?: Ints;
  padding?: Ints;
  stride?: Ints;
}
/** Mind it: Unfold and Fold take the dilation before the stride. */
export type WindowOrder = ["dilation", "padding", "stride"];
export interface MaxPoolOptions {
  stride?: Ints | null;
  padding?: Ints;
  dilation?: Ints;
  returnIndices?: boolean;
  ceilMode?: boolean;
}
export type MaxPoolOrder = ["stride", "padding", "dilation", "returnIndices", "ceilMode"];
export interface AvgPool1dOptions {
  stride?: Ints | null;
  padding?: Ints;
  ceilMode?: boolean;
  countIncludePad?: boolean;
}
export type AvgPool1dOrder = ["stride", "padding", "ceilMode", "countIncludePad"];
export interface AvgPoolOptions extends AvgPool1dOptions {
  divisorOverride?: number | null;
}
export type AvgPoolOrder = [...AvgPool1dOrder, "divisorOverride"];
/** The size of an adaptive pooling's output; null keeps the input's. */
export type OutputSize = number | readonly (number | null)[];
export interface NormOptions {
  eps?: number;
  momentum?: number | null;
  affine?: boolean;
  trackRunningStats?: boolean;
}
export type NormOrder = ["eps", "momentum", "affine", "trackRunningStats"];
export interface UpsampleOptions {
  size?: Ints | null;
  scaleFactor?: number | readonly number[] | null;
  mode?: "nearest" | "nearest-exact" | "area" | "linear" | "bilinear" | "bicubic" | "trilinear";
  alignCorners?: boolean | null;
}
export type UpsampleOrder = ["size", "scaleFactor", "mode", "alignCorners"];
export interface EmbeddingOptions {
  paddingIdx?: number | null;
  maxNorm?: number | null;
  normType?: number;
  scaleGradByFreq?: boolean;
  sparse?: boolean;
}
export type EmbeddingOrder = ["paddingIdx", "maxNorm", "normType", "scaleGradByFreq", "sparse"];
export interface AttentionOptions {
  dropout?: number;
  bias?: boolean;
  addBiasKv?: boolean;
  addZeroAttn?: boolean;
  kdim?: number | null;
  vdim?: number | null;
  batchFirst?: boolean;
}
export type AttentionOrder = ["dropout", "bias", "addBiasKv", "addZeroAttn", "kdim", "vdim", "batchFirst"];
/** Of one call. Masks are added to the scores: 0 keeps a key, −Infinity hides it. */
export interface AttentionCall {
  keyPaddingMask?: Tensor | null; // [N, S], or [S] without a batch
  needWeights?: boolean;
  attnMask?: Tensor | null; // [L, S], or [N · heads, L, S]
  averageAttnWeights?: boolean;
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
export interface NLLLossOptions extends LossOptions {
  weight?: Tensor | null; // one a class
  ignoreIndex?: number;
}
export interface CrossEntropyOptions extends NLLLossOptions {
  labelSmoothing?: number;
}
export interface BCELossOptions extends LossOptions {
  weight?: Tensor | null; // broadcast to the input
}
export interface BCEWithLogitsOptions extends BCELossOptions {
  posWeight?: Tensor | null;
}

/** The options one by one in the order of `K`. */
type InOrder<O, K extends readonly (keyof O)[]> = Partial<{ [I in keyof K]: O[K[I] & keyof O] }>;
/** An option object, or the options one by one in PyTorch's order. */
export type Options<O, K extends readonly (keyof O)[]> = [options?: O] | InOrder<O, K>;
