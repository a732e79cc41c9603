// How each entry of a config becomes layers.
import * as tf from "@tensorflow/tfjs";
import type { LayerConfig } from "./config.ts";

export function layersFor(config: LayerConfig): tf.layers.Layer[] {
  if (config.kind === "conv") {
    const conv = tf.layers.conv2d({
      filters: config.filters,
      kernelSize: config.kernel,
      padding: "same",
      activation: "relu",
    });
    return config.pool ? [conv, tf.layers.maxPooling2d({ poolSize: 2 })] : [conv];
  }
  const dense = tf.layers.dense({ units: config.units, activation: "relu" });
  return config.dropout ? [dense, tf.layers.dropout({ rate: config.dropout })] : [dense];
}
