/** Normalising more than four axes. */
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const normRank: Rule = {
  code: "norm-rank",
  severity: "error",
  title: "Normalising more than four axes",
  explain:
    "TensorFlow.js builds such a layer and throws when it runs, as after a `conv3d`. Normalise a reshaped map, or leave it out.",
  wrong: on("[4, 4, 4, 2]", "batchNormalization()"),
  right: on("[4, 4, 2]", "batchNormalization()"),
};
