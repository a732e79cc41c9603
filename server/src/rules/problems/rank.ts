/** The input has the wrong number of axes. */
import { axisFixes } from "../fixes/ranks.ts";
import { inOrder } from "../fixes/suggest.ts";
import { rankFixes } from "../fixes/tfjs.ts";
import { layer } from "../kit/examples.ts";
import { inputOfRank } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const rank: Rule = {
  code: "rank",
  severity: "error",
  title: "The input has the wrong number of axes",
  explain:
    "A 2-d layer takes `[N, C, H, W]` or, without a batch, `[C, H, W]`. Add a missing axis with `unsqueeze`, or use the layer for this number of axes.",
  wrong: layer("[1, 3, 8, 8, 8]", "Conv2d(3, 8, 3)"),
  right: layer("[1, 3, 8, 8, 8]", "Conv3d(3, 8, 3)"),
  fixes: inOrder(rankFixes, axisFixes),
  mend: inputOfRank,
};
