/** “same” padding with a stride. */
import { strideOfOne } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const sameStride: Rule = {
  code: "same-stride",
  severity: "error",
  title: "“same” padding with a stride",
  explain: "A strided convolution cannot keep the size. Give the padding as a number.",
  wrong: layer("[1, 3, 8, 8]", 'Conv2d(3, 8, 3, { stride: 2, padding: "same" })'),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 2, padding: 1 })"),
  fixes: strideOfOne,
};
