/**
 * ONNX files: read without their weights, and looked through for shapes. Nothing is run.
 *
 *   const { graph } = readOnnx(bytesOf(await readFile("model.onnx")));
 */
export { type ByteSource, bytesOf } from "./byte-source.ts";
export { bitsOf, typeCode, typeName } from "./element-types.ts";
export type * from "./model.ts";
export { BUDGET, type Budget } from "./protobuf-reader.ts";
export { readOnnx, readOnnxCounted } from "./read.ts";
