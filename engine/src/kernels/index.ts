/** Fast kernels: plans for layers, described by plain numbers. */
export type { Epilogue } from "./arithmetic.ts";
export { planConv } from "./conv.ts";
export { planConvTranspose } from "./conv-transpose.ts";
export type { ConvGeometry, ConvTransposeGeometry, PoolGeometry } from "./geometry.ts";
export type { Plan, PlanOptions } from "./plan.ts";
