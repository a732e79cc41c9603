/** Initial states that do not fit the cell. */
import type { Rule } from "../kit/rule.ts";
import { tfjs } from "../kit/tfjs-examples.ts";

export const initialState: Rule = {
  code: "initial-state",
  severity: "error",
  title: "Initial states that do not fit the cell",
  explain:
    "A recurrent layer takes one state for each that its cell carries, as wide as `units`: an LSTM two, other cells one.",
  wrong: tfjs(
    "const x = tf.input({ shape: [5, 3] });",
    "const h = tf.input({ shape: [8] });",
    "export const y = tf.layers.lstm({ units: 4 }).apply([x, h, h]);",
  ),
  right: tfjs(
    "const x = tf.input({ shape: [5, 3] });",
    "const h = tf.input({ shape: [4] });",
    "export const y = tf.layers.lstm({ units: 4 }).apply([x, h, h]);",
  ),
};
