// Mistake: the model was trained on pictures of 64 × 64, and these have 640.
import * as ort from "onnxruntime-web";

export async function detect(pixels: Float32Array): Promise<ort.Tensor> {
  const session = await ort.InferenceSession.create("/models/detector.onnx");
  const images = new ort.Tensor("float32", pixels, [1, 3, 640, 640]);
  const results = await session.run({ images });
  return results.output0!;
}
