/** A regularizer of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const regularizerName: Rule = {
  code: "regularizer-name",
  severity: "error",
  title: "A regularizer of an unknown name",
  explain: "The only name is `l1l2`; `tf.regularizers.l1()` and `l2()` make the others.",
  wrong: stack('dense({ units: 4, inputShape: [8], kernelRegularizer: "l2" })'),
  right: stack("dense({ units: 4, inputShape: [8], kernelRegularizer: tf.regularizers.l2() })"),
  fixes: nameFixes,
};
