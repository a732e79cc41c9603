// Features of a picture from a graph model of TensorFlow.js: one picture is a batch of one.
import * as tf from "@tensorflow/tfjs";

export async function featuresOf(picture: HTMLImageElement): Promise<tf.Tensor> {
  const model = await tf.loadGraphModel("/models/features/model.json");
  const pixels = tf.image.resizeBilinear(tf.browser.fromPixels(picture), [64, 64]).div(255);
  return model.predict(pixels.expandDims(0)) as tf.Tensor;
}
