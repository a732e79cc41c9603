/** An output that depends on something else. */
import type { Rule } from "../kit/rule.ts";
import { tfjs } from "../kit/tfjs-examples.ts";

export const graphDisconnected: Rule = {
  code: "graph-disconnected",
  severity: "error",
  title: "An output that depends on something else",
  explain: "Every `tf.input` behind the outputs must be among the model's inputs.",
  wrong: tfjs(
    "const a = tf.input({ shape: [4] });",
    "const b = tf.input({ shape: [4] });",
    "const sum = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;",
    "export default tf.model({ inputs: a, outputs: sum });",
  ),
  right: tfjs(
    "const a = tf.input({ shape: [4] });",
    "const b = tf.input({ shape: [4] });",
    "const sum = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;",
    "export default tf.model({ inputs: [a, b], outputs: sum });",
  ),
};
