/** A padding mode that is unknown or does not fit. */
import { largestPadding } from "../fixes/arguments.ts";
import { wordFixes } from "../fixes/names.ts";
import { inOrder } from "../fixes/suggest.ts";
import { nameFixes } from "../fixes/tfjs.ts";
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const paddingMode: Rule = {
  code: "padding-mode",
  severity: "error",
  title: "A padding mode that is unknown or does not fit",
  explain:
    "Reflection pads less than a side has, circular padding at most that much; transposed convolutions pad with zeros only.",
  wrong: layer("[1, 3, 3, 3]", 'Conv2d(3, 8, 3, { padding: 3, paddingMode: "reflect" })'),
  right: layer("[1, 3, 3, 3]", 'Conv2d(3, 8, 3, { padding: 2, paddingMode: "reflect" })'),
  fixes: inOrder(nameFixes, largestPadding, wordFixes),
};
