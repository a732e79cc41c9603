/** A variable is given a value of another shape. */
import type { Rule } from "../kit/rule.ts";
import { tfjs } from "../kit/tfjs-examples.ts";

const assign = (shape: string): string =>
  tfjs("const weight = tf.variable(tf.zeros([2, 3]));", `weight.assign(tf.ones(${shape}));`);

export const variableShape: Rule = {
  code: "variable-shape",
  severity: "error",
  title: "A variable is given a value of another shape",
  explain: "A variable keeps the shape and the type that it was made with.",
  wrong: assign("[3, 2]"),
  right: assign("[2, 3]"),
};
