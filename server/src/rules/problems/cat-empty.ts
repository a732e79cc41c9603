/** Nothing to join. */
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const catEmpty: Rule = {
  code: "cat-empty",
  severity: "error",
  title: "Nothing to join",
  explain: "`cat` and `stack` take at least one tensor.",
  wrong: ops("[2, 3]", "return torch.cat([], 0);"),
  right: ops("[2, 3]", "return torch.cat([x], 0);"),
};
