/** All layers and tensor functions with PyTorch's rules, by name. A new layer is one spec in a file of its family. */
import type { LayerSpec } from "../spec.ts";
import { activationSpecs } from "./activation.ts";
import { adaptivePoolSpecs } from "./adaptive-pool.ts";
import { multiheadAttention } from "./attention.ts";
import { bilinear } from "./bilinear.ts";
import { channelNorms } from "./channel-norm.ts";
import { convSpecs } from "./conv.ts";
import { convTransposeSpecs } from "./conv-transpose.ts";
import { cosineSimilarity } from "./cosine-similarity.ts";
import { dropoutSpecs } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { foldSpecs } from "./fold.ts";
import { functionsOf } from "./functional.ts";
import { activationFunctions, plainFunctions } from "./functions/tensor-functions.ts";
import { groupNorm } from "./group-norm.ts";
import { layerNorm } from "./layer-norm.ts";
import { linearSpecs } from "./linear.ts";
import { localResponseNorm } from "./local-response-norm.ts";
import { lossSpecs } from "./losses.ts";
import { lpPoolSpecs } from "./lp-pool.ts";
import { functionalPad, paddingSpecs } from "./padding.ts";
import { pairwiseDistance } from "./pairwise-distance.ts";
import { poolSpecs } from "./pool.ts";
import { recurrentSpecs } from "./recurrent.ts";
import { reshapeSpecs } from "./reshape.ts";
import { rmsNorm } from "./rms-norm.ts";
import { interpolate, upsampleSpecs } from "./upsample.ts";

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
