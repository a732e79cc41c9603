/** Analysed models handed on to other engines. */
export { type ExportedModel, type ExportModelOptions, exportModel } from "./export-model.ts";
