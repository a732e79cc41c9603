/** A required argument is missing. */
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const argumentMissing: Rule = {
  code: "argument-missing",
  severity: "error",
  title: "A required argument is missing",
  explain: "Layers need all arguments without a default.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8)"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3)"),
};
