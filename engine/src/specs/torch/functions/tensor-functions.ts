/** The functions that a tensor has as methods, apart from those of layers: whoever makes tensors alone bundles no layer. */
import type { LayerSpec } from "../../spec.ts";
import { activationSpecs } from "../activation.ts";
import { functionsOf } from "../functional.ts";
import { arithmeticFunctions } from "./arithmetic.ts";
import { assertShape } from "./assert-shape.ts";
import { einsum } from "./einsum.ts";
import { joinFunctions } from "./join.ts";
import { pickFunctions } from "./pick.ts";
import { reduceFunctions } from "./reduce.ts";
import { shapeFunctions } from "./shape.ts";

export const activationFunctions: readonly LayerSpec[] = functionsOf(activationSpecs);

export const plainFunctions: readonly LayerSpec[] = [
  assertShape,
  ...shapeFunctions,
  ...joinFunctions,
  ...arithmeticFunctions,
  ...reduceFunctions,
  ...pickFunctions,
  einsum,
];

/** `tensorFunctions.get("softmax")` */
export const tensorFunctions: ReadonlyMap<string, LayerSpec> = new Map(
  [...activationFunctions, ...plainFunctions].map((spec) => [spec.name, spec]),
);
