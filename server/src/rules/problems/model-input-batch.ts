/** Inputs with different batches. */

import { tfjs } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputBatch: Rule = {
  code: "model-input-batch",
  severity: "warning",
  title: "Inputs with different batches",
  explain:
    "All inputs of one call hold the same number of examples. Where they differ, TensorFlow.js drops rows without a word, or fails inside the model.",
  wrong: tfjs(
    'const model = await tf.loadLayersModel("/two_tower/model.json");',
    "model.predict([tf.zeros([2, 6]), tf.zeros([3, 2])]);",
  ),
  right: tfjs(
    'const model = await tf.loadLayersModel("/two_tower/model.json");',
    "model.predict([tf.zeros([2, 6]), tf.zeros([2, 2])]);",
  ),
  byRun: true,
};
