/** A slice past the end. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const sliceRange: Rule = {
  code: "slice-range",
  severity: "error",
  title: "A slice past the end",
  explain: "`begin + size` is at most the axis' size; −1 takes the rest.",
  wrong: operation("tf.slice(tf.zeros([4, 5]), [1, 2], [4, 5])"),
  right: operation("tf.slice(tf.zeros([4, 5]), [1, 2], [-1, -1])"),
};
