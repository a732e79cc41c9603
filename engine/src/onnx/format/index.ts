/** Writing ONNX files byte by byte. */
export {
  float,
  floats,
  int,
  ints,
  type NodeToWrite,
  type OnnxFile,
  text,
  type WeightToWrite,
  withOutputs,
  writeOnnx,
} from "./write.ts";
