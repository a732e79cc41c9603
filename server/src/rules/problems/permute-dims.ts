/** permute does not name every axis once. */
import { permuteFixes } from "../fixes/joins.ts";
import { ops } from "../kit/examples.ts";
import { everyAxisOnce } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const permuteDims: Rule = {
  code: "permute-dims",
  severity: "error",
  title: "permute does not name every axis once",
  explain: "Name each axis exactly once, in the new order.",
  wrong: ops("[2, 3, 4]", "return x.permute(0, 2);"),
  right: ops("[2, 3, 4]", "return x.permute(0, 2, 1);"),
  fixes: permuteFixes,
  mend: everyAxisOnce,
};
