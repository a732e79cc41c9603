// A detector that keeps its session: one box, one objectness and one class for each of 8 × 8 cells.
import * as ort from "onnxruntime-web";

const SIZE = 64;

export class Detector {
  private readonly session = ort.InferenceSession.create("/models/detector.onnx");

  async detect(pixels: Float32Array): Promise<ort.Tensor> {
    const session = await this.session;
    const images = new ort.Tensor("float32", pixels, [1, 3, SIZE, SIZE]);
    const results = await session.run({ images });
    return results.output0!;
  }
}
