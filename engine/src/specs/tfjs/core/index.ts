/** Core operations of TensorFlow.js by the name under tf. A new operation is one spec in a file of its family. */
import type { LayerSpec } from "../../spec.ts";
import { arithmeticOperations } from "./arithmetic.ts";
import { convOperations } from "./conv.ts";
import { reduceOperations } from "./reduce.ts";
import { shapeOperations } from "./shape.ts";

const specs: readonly LayerSpec[] = [
  ...convOperations,
  ...arithmeticOperations,
  ...shapeOperations,
  ...reduceOperations,
];

/** `tfjsFunctions.get("conv2d")` */
export const tfjsFunctions: ReadonlyMap<string, LayerSpec> = new Map(specs.map((spec) => [spec.name, spec]));
