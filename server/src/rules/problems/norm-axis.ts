/** Normalising along an open axis. */
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const normAxis: Rule = {
  code: "norm-axis",
  severity: "error",
  title: "Normalising along an open axis",
  explain: "The axis of the channels must have a known size.",
  wrong: on("[null]", "batchNormalization()"),
  right: on("[4]", "batchNormalization()"),
};
