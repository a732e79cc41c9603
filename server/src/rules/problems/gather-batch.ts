/** Batches that differ. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const gatherBatch: Rule = {
  code: "gather-batch",
  severity: "error",
  title: "Batches that differ",
  explain: "With `batchDims` the first axes of both tensors are the same.",
  wrong: operation('tf.gather(tf.zeros([3, 4]), tf.zeros([2, 1], "int32"), 1, 1)'),
  right: operation('tf.gather(tf.zeros([3, 4]), tf.zeros([3, 1], "int32"), 1, 1)'),
};
