/** Fast kernels: plans for layers, described by plain numbers. */
export type { Epilogue } from "./arithmetic.ts";
export { planConv } from "./conv.ts";
export { planConvTranspose } from "./conv-transpose.ts";
export { type BinaryName, planBinary, planUnary, type UnaryName } from "./elementwise.ts";
export type { ConvGeometry, ConvTransposeGeometry, PoolGeometry } from "./geometry.ts";
export { type LinearGeometry, planLinear } from "./linear.ts";
export { planRowNorm, planScaleShift, type RowNormGeometry } from "./normalization.ts";
export type { Plan, PlanOptions } from "./plan.ts";
export { planAveragePool, planMaxPool } from "./pooling.ts";
export { planFold, planUnfold, type UnfoldGeometry } from "./unfold.ts";
