/** Joined tensors differ on another axis. */
import { catFixes } from "../fixes/joins.ts";
import { keepSize } from "../fixes/sizes.ts";
import { inOrder } from "../fixes/suggest.ts";
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const catSize: Rule = {
  code: "cat-size",
  severity: "error",
  title: "Joined tensors differ on another axis",
  explain:
    "`cat` adds up one axis; on all others the sizes must be equal. A common cause is an odd size that was halved and doubled again.",
  wrong: ops(
    "[1, 4, 15, 15]",
    "const small = F.maxPool2d(x, 2);",
    "const up = F.interpolate(small, { scaleFactor: 2 });",
    "return torch.cat([x, up], 1);",
  ),
  right: ops(
    "[1, 4, 16, 16]",
    "const small = F.maxPool2d(x, 2);",
    "const up = F.interpolate(small, { scaleFactor: 2 });",
    "return torch.cat([x, up], 1);",
  ),
  fixes: inOrder(catFixes, keepSize),
};
