/** Examples in TensorFlow.js beside those of our own library, for findings that both have. A test proves them as it does those. */
import type { ProblemCode } from "../facts/problem-code.ts";

export interface Twin {
  readonly wrong: string;
  readonly right: string;
}

const tfjs = (...lines: readonly string[]): string =>
  ['import * as tf from "@tensorflow/tfjs";', "", ...lines, ""].join("\n");

export const tfjsTwins: Partial<Record<ProblemCode, Twin>> = {
  broadcast: {
    wrong: tfjs("tf.add(tf.zeros([4, 8]), tf.zeros([4]));"),
    right: tfjs("tf.add(tf.zeros([4, 8]), tf.zeros([4, 1]));"),
  },
  "cat-rank": {
    wrong: tfjs("tf.concat([tf.zeros([2, 3]), tf.zeros([3])]);"),
    right: tfjs("tf.concat([tf.zeros([2, 3]), tf.zeros([1, 3])]);"),
  },
  "cat-size": {
    wrong: tfjs("tf.concat([tf.zeros([2, 3]), tf.zeros([4, 5])], 0);"),
    right: tfjs("tf.concat([tf.zeros([2, 3]), tf.zeros([4, 3])], 0);"),
  },
  "conv-in-channels": {
    wrong: tfjs(
      "const images = tf.zeros([8, 32, 32, 3]);",
      "const kernel = tf.zeros([3, 3, 1, 16]);",
      'tf.conv2d(images as tf.Tensor4D, kernel as tf.Tensor4D, 1, "same");',
    ),
    right: tfjs(
      "const images = tf.zeros([8, 32, 32, 3]);",
      "const kernel = tf.zeros([3, 3, 3, 16]);",
      'tf.conv2d(images as tf.Tensor4D, kernel as tf.Tensor4D, 1, "same");',
    ),
  },
  "dim-range": {
    wrong: tfjs("tf.sum(tf.zeros([2, 3]), 2);"),
    right: tfjs("tf.sum(tf.zeros([2, 3]), 1);"),
  },
  matmul: {
    wrong: tfjs("tf.matMul(tf.zeros([4, 8]), tf.zeros([16, 2]));"),
    right: tfjs("tf.matMul(tf.zeros([4, 8]), tf.zeros([8, 2]));"),
  },
  "padding-mode": {
    wrong: tfjs(
      "const model = tf.sequential();",
      'model.add(tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: "full" as "same", inputShape: [28, 28, 1] }));',
    ),
    right: tfjs(
      "const model = tf.sequential();",
      'model.add(tf.layers.conv2d({ filters: 8, kernelSize: 3, padding: "same", inputShape: [28, 28, 1] }));',
    ),
  },
  "permute-dims": {
    wrong: tfjs("tf.transpose(tf.zeros([2, 3, 4]), [0, 1]);"),
    right: tfjs("tf.transpose(tf.zeros([2, 3, 4]), [0, 2, 1]);"),
  },
  rank: {
    wrong: tfjs(
      "const model = tf.sequential();",
      "model.add(tf.layers.dense({ units: 8, inputShape: [16] }));",
      "model.add(tf.layers.conv2d({ filters: 8, kernelSize: 3 }));",
    ),
    right: tfjs(
      "const model = tf.sequential();",
      "model.add(tf.layers.dense({ units: 64, inputShape: [16] }));",
      "model.add(tf.layers.reshape({ targetShape: [8, 8, 1] }));",
      "model.add(tf.layers.conv2d({ filters: 8, kernelSize: 3 }));",
    ),
  },
  "reshape-size": {
    wrong: tfjs("tf.zeros([8, 28, 28, 1]).reshape([8, 28]);"),
    right: tfjs("tf.zeros([8, 28, 28, 1]).reshape([8, 784]);"),
  },
  "split-sizes": {
    wrong: tfjs("tf.split(tf.zeros([2, 10]), 3, 1);"),
    right: tfjs("tf.split(tf.zeros([2, 10]), 5, 1);"),
  },
  "stack-size": {
    wrong: tfjs("tf.stack([tf.zeros([2, 3]), tf.zeros([2, 4])]);"),
    right: tfjs("tf.stack([tf.zeros([2, 3]), tf.zeros([2, 3])]);"),
  },
};
