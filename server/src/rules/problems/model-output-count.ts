/** Several outputs taken for one. */

import { tfjs } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelOutputCount: Rule = {
  code: "model-output-count",
  severity: "error",
  title: "Several outputs taken for one",
  explain:
    "A model with one output gives a tensor, one with several a list of them: take the one you mean out of the list.",
  wrong: tfjs(
    'const model = await tf.loadLayersModel("/multi_head/model.json"); // gives two tensors',
    "model.predict(tf.zeros([5, 12])).reshape([20]);",
  ),
  right: tfjs(
    'const model = await tf.loadLayersModel("/multi_head/model.json");',
    "const [classes] = model.predict(tf.zeros([5, 12]));",
    "classes.reshape([20]);",
  ),
  byRun: true,
};
