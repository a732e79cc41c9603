// A generator and a discriminator that train against each other (Goodfellow et al., 2014; Odena's ACGAN labels).
import * as tf from "@tensorflow/tfjs";

const latent = 100;
const classes = 10;

export function buildGenerator(): tf.LayersModel {
  const stack = tf.sequential();
  stack.add(tf.layers.dense({ units: 3 * 3 * 384, inputShape: [latent], activation: "relu" }));
  stack.add(tf.layers.reshape({ targetShape: [3, 3, 384] }));
  stack.add(
    tf.layers.conv2dTranspose({
      filters: 192,
      kernelSize: 5,
      strides: 1,
      padding: "valid",
      activation: "relu",
    }),
  );
  stack.add(tf.layers.batchNormalization());
  stack.add(
    tf.layers.conv2dTranspose({
      filters: 96,
      kernelSize: 5,
      strides: 2,
      padding: "same",
      activation: "relu",
    }),
  );
  stack.add(tf.layers.batchNormalization());
  stack.add(
    tf.layers.conv2dTranspose({ filters: 1, kernelSize: 5, strides: 2, padding: "same", activation: "tanh" }),
  );

  const noise = tf.input({ shape: [latent] });
  const label = tf.input({ shape: [1] });
  const embedded = tf.layers
    .embedding({ inputDim: classes, outputDim: latent })
    .apply(label) as tf.SymbolicTensor;
  const flat = tf.layers.flatten().apply(embedded) as tf.SymbolicTensor;
  const hidden = tf.layers.multiply().apply([noise, flat]) as tf.SymbolicTensor;
  return tf.model({ inputs: [noise, label], outputs: stack.apply(hidden) as tf.SymbolicTensor });
}

export function buildDiscriminator(): tf.LayersModel {
  const stack = tf.sequential();
  const filters = [32, 64, 128, 256];
  for (const [i, count] of filters.entries()) {
    stack.add(
      tf.layers.conv2d({
        filters: count,
        kernelSize: 3,
        padding: "same",
        strides: i % 2 === 0 ? 2 : 1,
        ...(i === 0 && { inputShape: [28, 28, 1] }),
      }),
    );
    stack.add(tf.layers.leakyReLU({ alpha: 0.2 }));
    stack.add(tf.layers.dropout({ rate: 0.3 }));
  }
  stack.add(tf.layers.flatten());

  const image = tf.input({ shape: [28, 28, 1] });
  const features = stack.apply(image) as tf.SymbolicTensor;
  const real = tf.layers.dense({ units: 1, activation: "sigmoid" }).apply(features) as tf.SymbolicTensor;
  const kind = tf.layers
    .dense({ units: classes, activation: "softmax" })
    .apply(features) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: [real, kind] });
}

export const generator = buildGenerator();
export const discriminator = buildDiscriminator();
