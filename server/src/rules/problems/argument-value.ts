/** An argument outside of its range. */
import { wordFixes } from "../fixes/names.ts";
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const argumentValue: Rule = {
  code: "argument-value",
  severity: "error",
  title: "An argument outside of its range",
  explain: "Probabilities lie between 0 and 1; modes are the ones listed on the layer's page.",
  wrong: layer("[1, 8]", "Dropout(1.5)"),
  right: layer("[1, 8]", "Dropout(0.5)"),
  fixes: wordFixes,
};
