// Mistake: a picture goes in as it is; the model takes batches of them.
import * as tf from "@tensorflow/tfjs";

export async function featuresOf(picture: HTMLImageElement): Promise<tf.Tensor> {
  const model = await tf.loadGraphModel("/models/features/model.json");
  const pixels = tf.image.resizeBilinear(tf.browser.fromPixels(picture), [64, 64]).div(255);
  return model.predict(pixels) as tf.Tensor;
}
