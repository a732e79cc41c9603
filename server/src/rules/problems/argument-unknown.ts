/** An option that the layer does not have. */
import { optionNameFixes } from "../fixes/names.ts";
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const argumentUnknown: Rule = {
  code: "argument-unknown",
  severity: "error",
  title: "An option that the layer does not have",
  explain: "Options have PyTorch's names in camelCase.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { strides: 2 })"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 2 })"),
  fixes: optionNameFixes,
};
