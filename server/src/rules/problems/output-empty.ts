/** Nothing is left of the map. */
import { sizeFixes } from "../fixes/tfjs.ts";
import { layer } from "../kit/examples.ts";
import { kernelOfOne } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const outputEmpty: Rule = {
  code: "output-empty",
  severity: "error",
  title: "Nothing is left of the map",
  explain:
    "The output would have a side of 0 or less: the input is too small for this window. Remove a pooling or use a larger input.",
  wrong: layer("[1, 64, 1, 1]", "MaxPool2d(2)"),
  right: layer("[1, 64, 2, 2]", "MaxPool2d(2)"),
  fixes: sizeFixes,
  outputNeverRight: true,
  mend: kernelOfOne,
};
