/** A dilation below 1. */
import { setExpected } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import { argumentOf } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const dilation: Rule = {
  code: "dilation",
  severity: "error",
  title: "A dilation below 1",
  explain: "Cells of a kernel lie at least one cell apart.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { dilation: 0 })"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { dilation: 1 })"),
  fixes: setExpected,
  mend: argumentOf(1),
};
