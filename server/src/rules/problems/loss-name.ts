/** A loss of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { compiled } from "../kit/tfjs-examples.ts";

export const lossName: Rule = {
  code: "loss-name",
  severity: "error",
  title: "A loss of an unknown name",
  explain:
    "Names are camelCase and whole: `meanSquaredError`, not `mse`; functions of `tf.losses` are passed as they are.",
  wrong: compiled('{ optimizer: "adam", loss: "mse" }'),
  right: compiled('{ optimizer: "adam", loss: "meanSquaredError" }'),
  fixes: nameFixes,
};
