/** Fold receives another number of blocks than its output has. */
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const foldBlocks: Rule = {
  code: "fold-blocks",
  severity: "error",
  title: "Fold receives another number of blocks than its output has",
  explain:
    "The columns must be as many as blocks slide over `outputSize` with this kernel, dilation, padding and stride.",
  wrong: layer("[1, 4, 8]", "Fold([4, 4], [2, 2])"),
  right: layer("[1, 4, 9]", "Fold([4, 4], [2, 2])"),
};
