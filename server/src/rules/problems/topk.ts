/** More values asked for than there are. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const topk: Rule = {
  code: "topk",
  severity: "error",
  title: "More values asked for than there are",
  explain: "`k` is at most the size of the last axis.",
  wrong: operation("tf.topk(tf.zeros([2, 3]), 4)"),
  right: operation("tf.topk(tf.zeros([2, 3]), 3)"),
};
