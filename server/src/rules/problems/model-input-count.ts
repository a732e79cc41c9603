/** A different number of tensors than the model takes. */

import { tfjs } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputCount: Rule = {
  code: "model-input-count",
  severity: "error",
  title: "A different number of tensors than the model takes",
  explain:
    "A model with several inputs takes a list with a tensor for each, in the order of the file, or an object by name where its kind allows that.",
  wrong: tfjs(
    'const model = await tf.loadLayersModel("/two_tower/model.json"); // takes [user, item]',
    "model.predict(tf.zeros([2, 6]));",
  ),
  right: tfjs(
    'const model = await tf.loadLayersModel("/two_tower/model.json");',
    "model.predict([tf.zeros([2, 6]), tf.zeros([2, 2])]);",
  ),
  byRun: true,
};
