/** A pointwise filter with a window. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const filterSize: Rule = {
  code: "filter-size",
  severity: "error",
  title: "A pointwise filter with a window",
  explain: "The second filter of a separable convolution is `[1, 1, in · multiplier, out]`.",
  wrong: operation(
    'tf.separableConv2d(tf.zeros([1, 8, 8, 2]), tf.zeros([3, 3, 2, 1]), tf.zeros([3, 3, 2, 4]), 1, "same")',
  ),
  right: operation(
    'tf.separableConv2d(tf.zeros([1, 8, 8, 2]), tf.zeros([3, 3, 2, 1]), tf.zeros([1, 1, 2, 4]), 1, "same")',
  ),
};
