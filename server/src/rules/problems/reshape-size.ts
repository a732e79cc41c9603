/** A view of another number of elements. */
import { targetShapeFixes } from "../fixes/tfjs.ts";
import { viewFixes } from "../fixes/views.ts";
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const reshapeSize: Rule = {
  code: "reshape-size",
  severity: "error",
  title: "A view of another number of elements",
  explain:
    "`view` and `reshape` keep every value: the product of the sizes must stay. Use -1 for one size that follows from the others.",
  wrong: ops("[4, 16, 4, 4]", "return x.view(4, 16 * 5 * 5);"),
  right: ops("[4, 16, 4, 4]", "return x.view(4, 16 * 4 * 4);"),
  fixes: (subject, read) =>
    subject.args.targetShape === undefined ? viewFixes(subject, read) : targetShapeFixes(subject),
};
