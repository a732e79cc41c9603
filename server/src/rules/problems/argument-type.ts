/** An argument of the wrong type. */
import { layer } from "../kit/examples.ts";
import { wholeNumber } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const argumentType: Rule = {
  code: "argument-type",
  severity: "error",
  title: "An argument of the wrong type",
  explain: "Sizes are whole numbers, flags are true or false, modes are words.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 2.5)"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 2)"),
  mend: wholeNumber,
};
