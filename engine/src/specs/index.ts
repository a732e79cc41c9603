/** Layer specs: what a layer takes, refuses and gives, with numbers and with symbols. */
export * from "../dims/index.ts";
export { axesOf, complete, dimOf, flagOf, isDim, isList, isUnknownArg, shapeOf, snake } from "./arguments.ts";
export type { SpecCode } from "./codes.ts";
export {
  type Constructed,
  construct,
  type Inferred,
  infer,
  possibleShape,
  reprOf,
  soundShape,
} from "./run.ts";
export { briefOf } from "./signature.ts";
export * from "./spec.ts";
export { declaredInput, NO_CONFIG, tfjsFunctions, tfjsLayers } from "./tfjs/index.ts";
export { torchFunctions, torchLayers } from "./torch/index.ts";
