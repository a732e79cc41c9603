/**
 * ONNX files: read without their weights, and looked through for shapes. Nothing is run.
 *
 *   const { graph } = readOnnx(bytesOf(await readFile("model.onnx")));
 */

export { ExportError, isConstant, type WeightValues } from "./export/emitter.ts";
export { type ExportGraph, type ExportOptions, exportOnnx, isExportable } from "./export/export.ts";
export { type ByteSource, bytesOf } from "./format/byte-source.ts";
export { bitsOf, typeCode, typeName } from "./format/element-types.ts";
export type * from "./format/model.ts";
export { BUDGET, type Budget } from "./format/protobuf-reader.ts";
export { readOnnx, readOnnxCounted } from "./format/read.ts";
export { LARGEST_FILE, type OnnxFile, writeOnnx, writeOnnxBeside } from "./format/write.ts";
export {
  declaredShape,
  type InferredNode,
  type InferredOnnx,
  inferOnnx,
  knownOperators,
  type NodeProblem,
} from "./infer.ts";
