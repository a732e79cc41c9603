// Mistake: the pixels stay as the canvas has them, with the channels last, where the model wants them first.
import * as ort from "onnxruntime-web";

const SIZE = 32;

export async function classify(pixels: Float32Array): Promise<number[]> {
  const session = await ort.InferenceSession.create("/models/classifier.onnx");
  const feeds = { pixel_values: new ort.Tensor("float32", pixels, [1, SIZE, SIZE, 3]) };
  const { logits } = await session.run(feeds);
  return Array.from(logits!.data as Float32Array);
}
