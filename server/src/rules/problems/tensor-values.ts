/** Values that do not fill the shape. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const tensorValues: Rule = {
  code: "tensor-values",
  severity: "error",
  title: "Values that do not fill the shape",
  explain: "As many values as the shape has places, in one flat list or nested as the shape is.",
  wrong: operation("tf.tensor2d([1, 2, 3, 4], [2, 3])"),
  right: operation("tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])"),
};
