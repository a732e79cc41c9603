/** An output that JavaScript cannot hold. */

import { tensorsOnly } from "../fixes/loaded.ts";
import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelOutputKind: Rule = {
  code: "model-output-kind",
  severity: "error",
  title: "An output that JavaScript cannot hold",
  explain:
    "Classifiers of scikit-learn give their probabilities as a list of maps (ZipMap). Ask for the tensors alone, or convert with `zipmap=False`.",
  wrong: ort(
    'const session = await ort.InferenceSession.create("./iris.onnx"); // gives label and a sequence of maps',
    'await session.run({ x: new ort.Tensor("float32", new Float32Array(8), [2, 4]) });',
  ),
  right: ort(
    'const session = await ort.InferenceSession.create("./iris.onnx");',
    'await session.run({ x: new ort.Tensor("float32", new Float32Array(8), [2, 4]) }, ["label"]);',
  ),
  byRun: true,
  fixes: tensorsOnly,
};
