/** A stride below 1. */
import { setExpectedOrOne } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import { argumentOf } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const stride: Rule = {
  code: "stride",
  severity: "error",
  title: "A stride below 1",
  explain: "A window moves at least one cell.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 0 })"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 1 })"),
  fixes: setExpectedOrOne,
  mend: argumentOf(1),
};
