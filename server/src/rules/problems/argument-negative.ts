/** A size below zero, or none at all. */
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const argumentNegative: Rule = {
  code: "argument-negative",
  severity: "error",
  title: "A size below zero, or none at all",
  explain: "Channels and features are counts.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, -8, 3)"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3)"),
};
