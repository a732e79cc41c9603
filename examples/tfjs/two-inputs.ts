// Two inputs: are two texts about the same thing? One encoder reads both, so that they share its weights.
import * as tf from "@tensorflow/tfjs";

const words = tf.layers.embedding({ inputDim: 500, outputDim: 32 });
const reader = tf.layers.gru({ units: 24 });

function read(text: tf.SymbolicTensor): tf.SymbolicTensor {
  return reader.apply(words.apply(text)) as tf.SymbolicTensor;
}

const first = tf.input({ shape: [20] });
const second = tf.input({ shape: [20] });
const meta = tf.input({ shape: [6] });
const [a, b] = [read(first), read(second)];
const likeness = tf.layers.dot({ axes: 1, normalize: true }).apply([a, b]) as tf.SymbolicTensor;
const joined = tf.layers.concatenate().apply([a, b, likeness, meta]) as tf.SymbolicTensor;
const hidden = tf.layers.dense({ units: 16, activation: "relu" }).apply(joined) as tf.SymbolicTensor;
const output = tf.layers.dense({ units: 1, activation: "sigmoid" }).apply(hidden) as tf.SymbolicTensor;

export const model = tf.model({ inputs: [first, second, meta], outputs: output });
