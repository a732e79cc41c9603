/** Stacked tensors differ in shape. */
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const stackSize: Rule = {
  code: "stack-size",
  severity: "error",
  title: "Stacked tensors differ in shape",
  explain: "`stack` puts equal shapes side by side; use `cat` to join unequal sizes along an axis.",
  wrong: ops("[2, 3]", "return torch.stack([x, x.transpose(0, 1)], 0);"),
  right: ops("[2, 3]", "return torch.stack([x, x], 0);"),
};
