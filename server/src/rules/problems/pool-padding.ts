/** A pooling pads more than half of its window. */
import { setExpected } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const poolPadding: Rule = {
  code: "pool-padding",
  severity: "error",
  title: "A pooling pads more than half of its window",
  explain: "Otherwise a window could lie entirely in the padding. `padding` is at most `kernelSize / 2`.",
  wrong: layer("[1, 8, 28, 28]", "MaxPool2d(2, { stride: 4, padding: 3 })"),
  right: layer("[1, 8, 28, 28]", "MaxPool2d(2, { stride: 4, padding: 1 })"),
  fixes: setExpected,
  certainAtAnyRank: true,
};
