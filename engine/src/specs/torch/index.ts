/** All layers and tensor functions with PyTorch's rules, by name. A new layer is one spec in a file of its family. */
import type { LayerSpec } from "../spec.ts";
import {
  activationSpecs,
  adaptivePoolSpecs,
  bilinear,
  channelNorms,
  convSpecs,
  convTransposeSpecs,
  cosineSimilarity,
  dropoutSpecs,
  embedding,
  foldSpecs,
  functionalPad,
  groupNorm,
  interpolate,
  layerNorm,
  linearSpecs,
  localResponseNorm,
  lossSpecs,
  lpPoolSpecs,
  multiheadAttention,
  paddingSpecs,
  pairwiseDistance,
  poolSpecs,
  recurrentSpecs,
  reshapeSpecs,
  rmsNorm,
  upsampleSpecs,
} from "./families/index.ts";
import { functionsOf } from "./functional.ts";
import { activationFunctions, plainFunctions } from "./functions/tensor-functions.ts";

const layers: readonly LayerSpec[] = [
  ...convSpecs,
  ...convTransposeSpecs,
  ...foldSpecs,
  ...linearSpecs,
  bilinear,
  ...activationSpecs,
  ...poolSpecs,
  ...lpPoolSpecs,
  ...adaptivePoolSpecs,
  ...channelNorms,
  layerNorm,
  rmsNorm,
  groupNorm,
  localResponseNorm,
  ...reshapeSpecs,
  ...paddingSpecs,
  ...upsampleSpecs,
  ...dropoutSpecs,
  embedding,
  multiheadAttention,
  ...recurrentSpecs,
  cosineSimilarity,
  pairwiseDistance,
  ...lossSpecs,
];

const all: readonly LayerSpec[] = [
  ...layers,
  ...functionsOf(layers),
  functionalPad,
  interpolate,
  ...plainFunctions,
  ...activationFunctions, // one spec, whoever asks for it
];

const table = (kind: LayerSpec["kind"]): ReadonlyMap<string, LayerSpec> =>
  new Map(all.filter((spec) => spec.kind === kind).map((spec) => [spec.name, spec]));

/** `torchLayers.get("Conv2d")` */
export const torchLayers = table("layer");
/** `torchFunctions.get("cat")` */
export const torchFunctions = table("function");

export * as families from "./families/index.ts";
