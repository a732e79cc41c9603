// A network built from a config that lives in another file.
import * as tf from "@tensorflow/tfjs";
import { type NetworkConfig, small } from "./config.ts";
import { layersFor } from "./layers.ts";

export function build(config: NetworkConfig): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [...config.input] }));
  let flat = false;
  for (const entry of config.layers) {
    if (entry.kind === "dense" && !flat) {
      model.add(tf.layers.flatten());
      flat = true;
    }
    for (const layer of layersFor(entry)) model.add(layer);
  }
  model.add(tf.layers.dense({ units: config.classes, activation: "softmax" }));
  return model;
}

export const model = build(small);
