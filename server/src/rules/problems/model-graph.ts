/** The model cannot run on data of this size. */

import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelGraph: Rule = {
  code: "model-graph",
  severity: "error",
  title: "The model cannot run on data of this size",
  explain:
    "The declared inputs leave the size open, but a node inside the model cannot take it: a kernel is larger than what is left of the picture, or a batch of 1 was written into a reshape.",
  wrong: ort(
    'const session = await ort.InferenceSession.create("./detector.onnx"); // three halvings',
    'await session.run({ images: new ort.Tensor("float32", new Float32Array(48), [1, 3, 4, 4]) });',
  ),
  right: ort(
    'const session = await ort.InferenceSession.create("./detector.onnx");',
    'await session.run({ images: new ort.Tensor("float32", new Float32Array(12288), [1, 3, 64, 64]) });',
  ),
  byRun: true,
};
