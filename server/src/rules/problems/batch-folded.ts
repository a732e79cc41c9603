/** A view mixes the items of a batch. */
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const batchFolded: Rule = {
  code: "batch-folded",
  severity: "warning",
  title: "A view mixes the items of a batch",
  explain:
    "`view(-1, k)` keeps the batch only if `k` is the number of values of one item. Otherwise the rows are no longer items, and nothing complains. Keep the batch in place: `view(x.shape[0], -1)` or `flatten(1)`.",
  wrong: ops("[4, 16, 5, 5]", "return x.view(-1, 200);"),
  right: ops("[4, 16, 5, 5]", "return x.view(-1, 16 * 5 * 5);"),
};
