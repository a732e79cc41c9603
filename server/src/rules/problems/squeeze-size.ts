/** Dropping an axis that is larger than 1. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const squeezeSize: Rule = {
  code: "squeeze-size",
  severity: "error",
  title: "Dropping an axis that is larger than 1",
  explain: "Only axes of size 1 can be dropped.",
  wrong: operation("tf.squeeze(tf.zeros([1, 3]), [1])"),
  right: operation("tf.squeeze(tf.zeros([1, 3]), [0])"),
};
