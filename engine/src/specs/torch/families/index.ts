/**
 * The families that layers are declared in: lists of specs, or one alone. `nn` and `F` name theirs, so that whoever uses
 * one layer bundles the rules of its family and not of all.
 */
export { activationSpecs } from "../activation.ts";
export { adaptivePoolSpecs } from "../adaptive-pool.ts";
export { multiheadAttention } from "../attention.ts";
export { bilinear } from "../bilinear.ts";
export { channelNorms } from "../channel-norm.ts";
export { convSpecs } from "../conv.ts";
export { convTransposeSpecs } from "../conv-transpose.ts";
export { cosineSimilarity } from "../cosine-similarity.ts";
export { dropoutSpecs } from "../dropout.ts";
export { embedding } from "../embedding.ts";
export { foldSpecs } from "../fold.ts";
export { plainFunctions } from "../functions/tensor-functions.ts";
export { groupNorm } from "../group-norm.ts";
export { layerNorm } from "../layer-norm.ts";
export { linearSpecs } from "../linear.ts";
export { localResponseNorm } from "../local-response-norm.ts";
export { lossSpecs } from "../losses.ts";
export { lpPoolSpecs } from "../lp-pool.ts";
export { functionalPad, paddingSpecs } from "../padding.ts";
export { pairwiseDistance } from "../pairwise-distance.ts";
export { poolSpecs } from "../pool.ts";
export { recurrentSpecs } from "../recurrent.ts";
export { reshapeSpecs } from "../reshape.ts";
export { rmsNorm } from "../rms-norm.ts";
export { interpolate, upsampleSpecs } from "../upsample.ts";
