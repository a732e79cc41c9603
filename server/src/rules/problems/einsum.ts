/** Axes of one name and different sizes. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const einsum: Rule = {
  code: "einsum",
  severity: "error",
  title: "Axes of one name and different sizes",
  explain: "A letter stands for one size in all tensors.",
  wrong: operation('tf.einsum("ij,jk->ik", tf.zeros([2, 3]), tf.zeros([4, 5]))'),
  right: operation('tf.einsum("ij,jk->ik", tf.zeros([2, 3]), tf.zeros([3, 5]))'),
};
