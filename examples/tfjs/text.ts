// Sentiment of a text: embedded words, an LSTM in both directions, one on top.
import * as tf from "@tensorflow/tfjs";

const vocabulary = 2000;
const length = 80;

export function textModel(units = 32): tf.Sequential {
  const model = tf.sequential();
  model.add(tf.layers.embedding({ inputDim: vocabulary, outputDim: 64, inputLength: length }));
  model.add(tf.layers.spatialDropout1d({ rate: 0.2 }));
  model.add(
    tf.layers.bidirectional({ layer: tf.layers.lstm({ units, returnSequences: true }), mergeMode: "concat" }),
  );
  model.add(tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 24, activation: "relu" }) }));
  model.add(tf.layers.lstm({ units: 16 }));
  model.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
  model.compile({ optimizer: "rmsprop", loss: "binaryCrossentropy" });
  return model;
}

export const model = textModel();
