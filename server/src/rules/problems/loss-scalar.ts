/** A loss that is more than one number. */
import type { Rule } from "../kit/rule.ts";
import { tfjs } from "../kit/tfjs-examples.ts";

const minimize = (loss: string): string =>
  tfjs("const weight = tf.variable(tf.zeros([3]));", `tf.train.sgd(0.1).minimize(() => ${loss});`);

export const lossScalar: Rule = {
  code: "loss-scalar",
  severity: "error",
  title: "A loss that is more than one number",
  explain: "An optimizer follows the gradient of one number. `mean()` or `sum()` makes one of many.",
  wrong: minimize("weight.sub(1).square()"),
  right: minimize("weight.sub(1).square().mean()"),
};
