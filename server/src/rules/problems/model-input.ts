/** Data that does not fit the model's input. */
import { onInput } from "../fixes/methods.ts";
import type { Rule } from "../kit/rule.ts";
import { tfjs } from "../kit/tfjs-examples.ts";

export const modelInput: Rule = {
  code: "model-input",
  severity: "error",
  title: "Data that does not fit the model's input",
  explain: "The batch comes first, then exactly the model's input shape.",
  wrong: tfjs(
    "const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [8] })] });",
    "export const y = model.predict(tf.zeros([2, 9]));",
  ),
  right: tfjs(
    "const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [8] })] });",
    "export const y = model.predict(tf.zeros([2, 8]));",
  ),
  fixes: (subject, read) =>
    subject.problem.expected === 0 ? (onInput(subject, 0, read)?.unsqueeze(0) ?? []) : [],
};
