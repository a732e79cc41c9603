/** A metric of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { compiled } from "../kit/tfjs-examples.ts";

export const metricName: Rule = {
  code: "metric-name",
  severity: "error",
  title: "A metric of an unknown name",
  explain:
    "Metrics have short names: `accuracy`, `mse`, `mae`; functions of `tf.metrics` are passed as they are.",
  wrong: compiled('{ optimizer: "adam", loss: "meanSquaredError", metrics: ["meanSquaredError"] }'),
  right: compiled('{ optimizer: "adam", loss: "meanSquaredError", metrics: ["mse"] }'),
  fixes: nameFixes,
};
