/** A file for another loader. */

import { tfjs } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelFormat: Rule = {
  code: "model-format",
  severity: "error",
  title: "A file for another loader",
  explain:
    "Each loader takes one format: `loadLayersModel` what Keras and TensorFlow.js save, `loadGraphModel` what the converter makes of a SavedModel, `InferenceSession.create` an ONNX file.",
  wrong: tfjs('await tf.loadGraphModel("/digits/model.json"); // a layers model'),
  right: tfjs('await tf.loadLayersModel("/digits/model.json");'),
  byRun: true,
};
