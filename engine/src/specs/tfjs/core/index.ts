/** Core operations of TensorFlow.js by the name under tf. A new operation is one spec in a file of its family. */
import type { LayerSpec } from "../../spec.ts";
import { arithmeticOperations } from "./arithmetic.ts";
import { blockOperations } from "./blocks.ts";
import { convOperations } from "./conv.ts";
import { imageOperations } from "./image.ts";
import { partOperations } from "./parts.ts";
import { poolOperations } from "./pool.ts";
import { reduceOperations } from "./reduce.ts";
import { shapeOperations } from "./shape.ts";

const specs: readonly LayerSpec[] = [
  ...convOperations,
  ...poolOperations,
  ...imageOperations,
  ...blockOperations,
  ...arithmeticOperations,
  ...shapeOperations,
  ...partOperations,
  ...reduceOperations,
];

/** `tfjsFunctions.get("conv2d")` */
export const tfjsFunctions: ReadonlyMap<string, LayerSpec> = new Map(specs.map((spec) => [spec.name, spec]));
