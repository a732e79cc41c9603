/** Parts that do not add up to the axis. */
import { splitFixes } from "../fixes/joins.ts";
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const splitSizes: Rule = {
  code: "split-sizes",
  severity: "error",
  title: "Parts that do not add up to the axis",
  explain: "The sizes of a split must sum to the axis.",
  wrong: ops("[4, 6]", "return x.split([2, 3], 1)[0]!;"),
  right: ops("[4, 6]", "return x.split([2, 4], 1)[0]!;"),
  fixes: splitFixes,
};
