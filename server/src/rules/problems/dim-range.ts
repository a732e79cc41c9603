/** An axis that the tensor does not have. */
import { nearestAxis } from "../fixes/arguments.ts";
import { ops } from "../kit/examples.ts";
import { axisInRange } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const dimRange: Rule = {
  code: "dim-range",
  severity: "error",
  title: "An axis that the tensor does not have",
  explain: "Axes are numbered from 0, or from the end with -1.",
  wrong: ops("[2, 3, 4]", "return x.transpose(1, 3);"),
  right: ops("[2, 3, 4]", "return x.transpose(1, 2);"),
  fixes: nearestAxis,
  mend: axisInRange,
};
