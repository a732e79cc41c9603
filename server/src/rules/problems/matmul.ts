/** Inner sizes of a matrix product differ. */
import { matmulFixes } from "../fixes/joins.ts";
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const matmul: Rule = {
  code: "matmul",
  severity: "error",
  title: "Inner sizes of a matrix product differ",
  explain: "The last axis of the first operand must equal the second-to-last axis of the second.",
  wrong: ops("[2, 3, 4]", "return torch.matmul(x, x);"),
  right: ops("[2, 3, 4]", "return torch.matmul(x, x.transpose(1, 2));"),
  fixes: matmulFixes,
};
