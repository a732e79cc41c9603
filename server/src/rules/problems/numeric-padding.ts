/** A number as padding with an oblong filter. */
import { numericPaddingFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const numericPadding: Rule = {
  code: "numeric-padding",
  severity: "warning",
  title: "A number as padding with an oblong filter",
  explain:
    "The filter's height and its stride are taken for both axes. Give `[[0, 0], [top, bottom], [left, right], [0, 0]]`.",
  wrong: operation("tf.conv2d(tf.zeros([1, 8, 8, 1]), tf.zeros([3, 5, 1, 2]), 1, 1)"),
  right: operation("tf.conv2d(tf.zeros([1, 8, 8, 1]), tf.zeros([3, 3, 1, 2]), 1, 1)"),
  fixes: numericPaddingFixes,
};
