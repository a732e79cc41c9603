/** Sizes that a view cannot use. */
import { ops } from "../kit/examples.ts";
import { oneFreeSize } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const reshapeArgs: Rule = {
  code: "reshape-args",
  severity: "error",
  title: "Sizes that a view cannot use",
  explain: "Only one size may be -1, and none below that.",
  wrong: ops("[10, 20]", "return x.view(-1, -1);"),
  right: ops("[10, 20]", "return x.view(-1, 4);"),
  mend: oneFreeSize,
};
