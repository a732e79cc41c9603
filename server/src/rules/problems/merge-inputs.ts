/** The wrong number of inputs. */
import type { Rule } from "../kit/rule.ts";
import { merge, tfjs } from "../kit/tfjs-examples.ts";

export const mergeInputs: Rule = {
  code: "merge-inputs",
  severity: "error",
  title: "The wrong number of inputs",
  explain: "Merge layers take a list of at least two tensors, other layers one.",
  wrong: tfjs("const a = tf.input({ shape: [4] });", "export const output = tf.layers.add().apply(a);"),
  right: merge("[null, 4]", "[null, 4]", "add()"),
};
