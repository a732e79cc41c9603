/** A column is combined with a row. */
import { alignColumns } from "../fixes/insertions.ts";
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const broadcastOuter: Rule = {
  code: "broadcast-outer",
  severity: "warning",
  title: "A column is combined with a row",
  explain:
    "`[N, 1]` with `[N]` gives `[N, N]`: every value with every other. Squeeze one or unsqueeze the other.",
  wrong: ops("[16, 1]", "const y = x.squeeze(1);", "return x.add(y);"),
  right: ops("[16, 1]", "const y = x.squeeze(1);", "return x.squeeze(1).add(y);"),
  fixes: alignColumns,
};
