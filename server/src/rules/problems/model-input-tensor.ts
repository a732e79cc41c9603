/** Something other than a tensor where the model takes one. */

import { session } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputTensor: Rule = {
  code: "model-input-tensor",
  severity: "error",
  title: "Something other than a tensor where the model takes one",
  explain:
    'Numbers, lists and typed arrays are not made into tensors: `new ort.Tensor(type, data, dims)` does that, also for a single number: `new ort.Tensor("int64", [16000n], [])`. In TensorFlow.js `tf.tensor(…)` does, and `predict` takes several tensors as a list, not by name.',
  wrong: session(
    "x: float32[N, 4], sr: int64[]",
    '{ x: new ort.Tensor("float32", new Float32Array(4), [1, 4]), sr: 16000 }',
  ),
  right: session(
    "x: float32[N, 4], sr: int64[]",
    '{ x: new ort.Tensor("float32", new Float32Array(4), [1, 4]), sr: new ort.Tensor("int64", [16000n], []) }',
  ),
};
