/** An optimizer of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { compiled } from "../kit/tfjs-examples.ts";

export const optimizerName: Rule = {
  code: "optimizer-name",
  severity: "error",
  title: "An optimizer of an unknown name",
  explain:
    "There are sgd, adam, adamax, adagrad, adadelta and rmsprop; one with settings is made by a function: `tf.train.adam(0.01)`.",
  wrong: compiled('{ optimizer: "adamw", loss: "meanSquaredError" }'),
  right: compiled('{ optimizer: "adam", loss: "meanSquaredError" }'),
  fixes: nameFixes,
};
