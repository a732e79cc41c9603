// Mistake: the rate is a whole number of 64 bits to the model, and is given with 32.
import * as path from "node:path";
import * as ort from "onnxruntime-node";

export async function isSpeech(window: Float32Array): Promise<number> {
  const session = await ort.InferenceSession.create(path.join(__dirname, "../public/models/vad.onnx"));
  const input = new ort.Tensor("float32", window, [1, 512]);
  const state = new ort.Tensor("float32", new Float32Array(2 * 1 * 16), [2, 1, 16]);
  const sr = new ort.Tensor("int32", Int32Array.from([16_000]), []);
  const { output } = await session.run({ input, state, sr });
  return (output!.data as Float32Array)[0]!;
}
