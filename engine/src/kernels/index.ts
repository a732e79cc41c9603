/** Fast kernels: plans for layers, described by plain numbers. */
export type { Epilogue } from "./arithmetic.ts";
export { type AttentionGeometry, planAttention } from "./attention.ts";
export { type PadGeometry, planPad } from "./border.ts";
export { planConv } from "./conv.ts";
export { planConvTranspose } from "./conv-transpose.ts";
export type { BinaryName, ElementStep, UnaryOp } from "./element-steps.ts";
export { planBinary, planUnary } from "./elementwise.ts";
export type { ConvGeometry, ConvTransposeGeometry, PoolGeometry } from "./geometry.ts";
export { type LinearGeometry, planLinear } from "./linear.ts";
export { planRowNorm, planScaleShift, type RowNormGeometry } from "./normalization.ts";
export { chain, type Plan, type PlanOptions } from "./plan.ts";
export { planAveragePool, planMaxPool } from "./pooling.ts";
export { planSoftmax } from "./softmax.ts";
export { planFold, planUnfold, type UnfoldGeometry } from "./unfold.ts";
export { useWideKernels } from "./wide.ts";
