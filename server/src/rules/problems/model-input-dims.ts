/** Data of a different size than the model takes. */

import { session } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputDims: Rule = {
  code: "model-input-dims",
  severity: "error",
  title: "Data of a different size than the model takes",
  explain:
    "Sizes that the file gives as numbers are checked one by one when the model runs; those with names, or left open, take any size.",
  wrong: session(
    "x: float32[1, 3, 32, 32]",
    '{ x: new ort.Tensor("float32", new Float32Array(3 * 28 * 28), [1, 3, 28, 28]) }',
  ),
  right: session(
    "x: float32[1, 3, 32, 32]",
    '{ x: new ort.Tensor("float32", new Float32Array(3 * 32 * 32), [1, 3, 32, 32]) }',
  ),
};
