/** Repeats for another number of axes. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const tile: Rule = {
  code: "tile",
  severity: "error",
  title: "Repeats for another number of axes",
  explain: "`tile` takes one number for each axis.",
  wrong: operation("tf.tile(tf.zeros([2, 3]), [2])"),
  right: operation("tf.tile(tf.zeros([2, 3]), [2, 1])"),
};
