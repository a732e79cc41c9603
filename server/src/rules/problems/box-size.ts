/** Values that are not boxes. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const boxSize: Rule = {
  code: "box-size",
  severity: "error",
  title: "Values that are not boxes",
  explain: "Each box is `[y1, x1, y2, x2]`.",
  wrong: operation("tf.image.cropAndResize(tf.zeros([1, 8, 8, 3]), tf.zeros([2, 3]), [0, 0], [4, 4])"),
  right: operation("tf.image.cropAndResize(tf.zeros([1, 8, 8, 3]), tf.zeros([2, 4]), [0, 0], [4, 4])"),
};
