// A convolutional autoencoder: an encoder, a decoder, and both together.
import * as tf from "@tensorflow/tfjs";

const latent = 16;

export const encoder = tf.sequential({
  layers: [
    tf.layers.conv2d({
      inputShape: [28, 28, 1],
      filters: 16,
      kernelSize: 3,
      strides: 2,
      padding: "same",
      activation: "relu",
    }),
    tf.layers.conv2d({ filters: 32, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
    tf.layers.flatten(),
    tf.layers.dense({ units: latent }),
  ],
});

export const decoder = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [latent], units: 7 * 7 * 32, activation: "relu" }),
    tf.layers.reshape({ targetShape: [7, 7, 32] }),
    tf.layers.upSampling2d({ size: [2, 2] }),
    tf.layers.conv2d({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" }),
    tf.layers.conv2dTranspose({
      filters: 1,
      kernelSize: 3,
      strides: 2,
      padding: "same",
      activation: "sigmoid",
    }),
  ],
});

const image = tf.input({ shape: [28, 28, 1] });
const code = encoder.apply(image) as tf.SymbolicTensor;
export const autoencoder = tf.model({ inputs: image, outputs: decoder.apply(code) as tf.SymbolicTensor });
autoencoder.compile({ optimizer: "adam", loss: "meanSquaredError" });

export const restored = autoencoder.predict(tf.randomNormal([4, 28, 28, 1])) as tf.Tensor;
