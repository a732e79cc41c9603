/** Core operations of TensorFlow.js by the name under tf. A new operation is one spec in a file of its family. */
import type { LayerSpec } from "../../spec.ts";

const specs: readonly LayerSpec[] = [];
/** `tfjsFunctions.get("conv2d")` */
export const tfjsFunctions: ReadonlyMap<string, LayerSpec> = new Map(specs.map((spec) => [spec.name, spec]));
