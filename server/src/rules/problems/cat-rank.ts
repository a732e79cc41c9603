/** Joined tensors differ in rank. */
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const catRank: Rule = {
  code: "cat-rank",
  severity: "error",
  title: "Joined tensors differ in rank",
  explain: "All parts need the same number of axes.",
  wrong: ops("[2, 3, 4]", "return torch.cat([x, x.flatten(1)], 1);"),
  right: ops("[2, 3, 4]", "return torch.cat([x.flatten(1), x.flatten(1)], 1);"),
};
