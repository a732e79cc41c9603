/** All layers of TensorFlow.js by the name under tf.layers. A new layer is one spec in a file of its family. */
import type { LayerSpec } from "../spec.ts";
import { activationSpecs } from "./activation.ts";
import { convSpecs } from "./conv.ts";
import { convLstmSpecs } from "./conv-lstm.ts";
import { convTransposeSpecs } from "./conv-transpose.ts";
import { denseSpecs } from "./dense.ts";
import { depthwise } from "./depthwise.ts";
import { inputSpecs } from "./input.ts";
import { mergeSpecs } from "./merge.ts";
import { normSpecs } from "./norm.ts";
import { poolSpecs } from "./pool.ts";
import { recurrentSpecs } from "./recurrent.ts";
import { reshapeSpecs } from "./reshape.ts";
import { separable } from "./separable.ts";
import { spatialSpecs } from "./spatial.ts";
import { wrapperSpecs } from "./wrappers.ts";

export { tfjsFunctions } from "./core/index.ts";
export { declaredInput } from "./input.ts";
export { NO_CONFIG } from "./layer.ts";

const specs: readonly LayerSpec[] = [
  ...inputSpecs,
  ...convSpecs,
  ...convTransposeSpecs,
  depthwise,
  separable,
  ...poolSpecs,
  ...denseSpecs,
  ...reshapeSpecs,
  ...spatialSpecs,
  ...activationSpecs,
  ...normSpecs,
  ...mergeSpecs,
  ...recurrentSpecs,
  ...wrapperSpecs,
  ...convLstmSpecs,
];
const byName = new Map(specs.map((spec) => [spec.name, spec]));

/** Other names that TensorFlow.js gives the same layers. */
const ALIASES: readonly (readonly [string, string])[] = [
  ...["1d", "2d"].flatMap((rank) => [
    [`globalMaxPool${rank}`, `globalMaxPooling${rank}`] as const,
    [`maxPool${rank}`, `maxPooling${rank}`] as const,
  ]),
  ...["1d", "2d", "3d"].flatMap((rank) => [
    [`avgPool${rank}`, `averagePooling${rank}`] as const,
    [`avgPooling${rank}`, `averagePooling${rank}`] as const,
  ]),
];
for (const [alias, name] of ALIASES) byName.set(alias, byName.get(name)!);

/** `tfjsLayers.get("conv2d")` */
export const tfjsLayers: ReadonlyMap<string, LayerSpec> = byName;
