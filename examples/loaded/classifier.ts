// An image classifier in the browser: what lies on a canvas, channels first, to ten logits.
import * as ort from "onnxruntime-web";

const SIZE = 32;

export async function classify(canvas: HTMLCanvasElement): Promise<number[]> {
  const session = await ort.InferenceSession.create("/models/classifier.onnx");
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, SIZE, SIZE);
  const pixels = new Float32Array(3 * SIZE * SIZE);
  for (let i = 0; i < SIZE * SIZE; i++)
    for (let channel = 0; channel < 3; channel++)
      pixels[channel * SIZE * SIZE + i] = data[4 * i + channel]! / 255;
  const feeds = { pixel_values: new ort.Tensor("float32", pixels, [1, 3, SIZE, SIZE]) };
  const { logits } = await session.run(feeds);
  return Array.from(logits!.data as Float32Array);
}
