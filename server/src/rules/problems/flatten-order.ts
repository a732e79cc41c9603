/** flatten from a later to an earlier axis. */
import { flattenOrder as flattenInOrder } from "../fixes/joins.ts";
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const flattenOrder: Rule = {
  code: "flatten-order",
  severity: "error",
  title: "flatten from a later to an earlier axis",
  explain: "`startDim` must not come after `endDim`.",
  wrong: ops("[2, 3, 4]", "return x.flatten(2, 1);"),
  right: ops("[2, 3, 4]", "return x.flatten(1, 2);"),
  fixes: flattenInOrder,
};
