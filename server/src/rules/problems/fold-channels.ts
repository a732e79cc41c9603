/** Fold's rows are no multiple of the block's size. */
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const foldChannels: Rule = {
  code: "fold-channels",
  severity: "error",
  title: "Fold's rows are no multiple of the block's size",
  explain: "Each channel brings `kernelHeight · kernelWidth` rows.",
  wrong: layer("[1, 6, 9]", "Fold([4, 4], [2, 2])"),
  right: layer("[1, 8, 9]", "Fold([4, 4], [2, 2])"),
};
