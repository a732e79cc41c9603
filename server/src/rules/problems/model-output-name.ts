/** An output that the model does not have. */

import { renamed } from "../fixes/loaded.ts";
import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelOutputName: Rule = {
  code: "model-output-name",
  severity: "error",
  title: "An output that the model does not have",
  explain:
    "Results are read by the names that the file gives its outputs; any other is undefined. `session.outputNames` lists them.",
  wrong: ort(
    'const session = await ort.InferenceSession.create("./cnn.onnx"); // gives { output }',
    'const input = new ort.Tensor("float32", new Float32Array(3072), [1, 3, 32, 32]);',
    "const { logits } = await session.run({ input });",
    "console.log(logits.dims);",
  ),
  right: ort(
    'const session = await ort.InferenceSession.create("./cnn.onnx"); // gives { output }',
    'const input = new ort.Tensor("float32", new Float32Array(3072), [1, 3, 32, 32]);',
    "const { output } = await session.run({ input });",
    "console.log(output.dims);",
  ),
  byRun: true,
  fixes: renamed,
};
