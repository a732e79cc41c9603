// MobileNet v1 (Howard et al., 2017): depthwise separable blocks, built in a loop.
import * as tf from "@tensorflow/tfjs";

/** Filters and strides of each block. */
const blocks: readonly (readonly [number, number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  ...Array.from({ length: 5 }, () => [512, 1] as const),
  [1024, 2],
  [1024, 1],
];

function addUnit(model: tf.Sequential, layer: tf.layers.Layer): void {
  model.add(layer);
  model.add(tf.layers.batchNormalization({ axis: -1 }));
  model.add(tf.layers.reLU({ maxValue: 6 }));
}

export function mobilenet(alpha = 0.25, classes = 100): tf.Sequential {
  const scaled = (filters: number): number => Math.round(filters * alpha);
  const model = tf.sequential({ name: "mobilenet" });
  addUnit(
    model,
    tf.layers.conv2d({
      inputShape: [96, 96, 3],
      filters: scaled(32),
      kernelSize: 3,
      strides: 2,
      padding: "same",
      useBias: false,
    }),
  );
  for (const [filters, strides] of blocks) {
    addUnit(model, tf.layers.depthwiseConv2d({ kernelSize: 3, strides, padding: "same", useBias: false }));
    addUnit(
      model,
      tf.layers.conv2d({ filters: scaled(filters), kernelSize: 1, padding: "same", useBias: false }),
    );
  }
  model.add(tf.layers.globalAveragePooling2d({}));
  model.add(tf.layers.reshape({ targetShape: [1, 1, scaled(1024)] }));
  model.add(tf.layers.conv2d({ filters: classes, kernelSize: 1, padding: "same" }));
  model.add(tf.layers.reshape({ targetShape: [classes] }));
  model.add(tf.layers.activation({ activation: "softmax" }));
  return model;
}

export const model = mobilenet();
