/** Model files as facts: what programs load, read without running it. */
export { type FoundFile, findFile, type Where, type WrittenPath, written } from "./find-file.ts";
export { declaredInputs, inferModel, type ModelProblem, type ModelShapes } from "./infer.ts";
export { layerOf } from "./infer-layers.ts";
export { type Loader, loaderProblem } from "./loaders.ts";
export { misspelled } from "./misspelled.ts";
export type * from "./model-file.ts";
export { ModelFiles } from "./model-files.ts";
export type { ModelRow } from "./model-row.ts";
export { attributesOf, storedTensors, weightsOfLayer } from "./stored.ts";
export { DTYPE_SUFFIX, readTransformersFolder, type TransformersFolder } from "./transformers-folder.ts";
