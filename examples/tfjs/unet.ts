// U-Net (Ronneberger et al., 2015) with the functional API: skip connections from each level down to the same level up.
import * as tf from "@tensorflow/tfjs";

function block(x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  for (let i = 0; i < 2; i++) {
    x = tf.layers
      .conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu", kernelInitializer: "heNormal" })
      .apply(x) as tf.SymbolicTensor;
  }
  return x;
}

export function unet(size: number, channels: number, levels: number): tf.LayersModel {
  const inputs = tf.input({ shape: [size, size, channels] });
  const skips: tf.SymbolicTensor[] = [];
  let x = inputs;
  for (let level = 0; level < levels; level++) {
    x = block(x, 8 * 2 ** level);
    skips.push(x);
    x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x) as tf.SymbolicTensor;
  }
  x = block(x, 8 * 2 ** levels);
  for (let level = levels - 1; level >= 0; level--) {
    x = tf.layers
      .conv2dTranspose({ filters: 8 * 2 ** level, kernelSize: 2, strides: 2, padding: "same" })
      .apply(x) as tf.SymbolicTensor;
    x = tf.layers.concatenate({ axis: 3 }).apply([skips[level]!, x]) as tf.SymbolicTensor;
    x = block(x, 8 * 2 ** level);
  }
  const outputs = tf.layers
    .conv2d({ filters: 1, kernelSize: 1, activation: "sigmoid" })
    .apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs, outputs, name: "unet" });
}

export const model = unet(64, 3, 3);
