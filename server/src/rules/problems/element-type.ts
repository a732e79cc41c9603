/** A tensor of another element type. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const elementType: Rule = {
  code: "element-type",
  severity: "error",
  title: "A tensor of another element type",
  explain:
    "Lists are converted, tensors are not: `tf.tensor1d([0, 2])` holds float32, and indices must be int32. Versions of 2018 took them all the same: in a script that imports nothing, whose page says which version it is, this is a warning.",
  ofLaterVersions: true,
  wrong: operation("tf.oneHot(tf.tensor1d([0, 2]), 3)"),
  right: operation('tf.oneHot(tf.tensor1d([0, 2], "int32"), 3)'),
};
