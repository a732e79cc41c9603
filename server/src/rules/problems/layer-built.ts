/** A layer used again on another number of features. */
import type { Rule } from "../kit/rule.ts";
import { tfjs } from "../kit/tfjs-examples.ts";

export const layerBuilt: Rule = {
  code: "layer-built",
  severity: "error",
  title: "A layer used again on another number of features",
  explain: "A layer makes its weights for the first input it is applied to; every other input must fit them.",
  wrong: tfjs(
    "const a = tf.input({ shape: [4] });",
    "const b = tf.input({ shape: [5] });",
    "const dense = tf.layers.dense({ units: 2 });",
    "export const both = [dense.apply(a), dense.apply(b)];",
  ),
  right: tfjs(
    "const a = tf.input({ shape: [4] });",
    "const b = tf.input({ shape: [4] });",
    "const dense = tf.layers.dense({ units: 2 });",
    "export const both = [dense.apply(a), dense.apply(b)];",
  ),
};
