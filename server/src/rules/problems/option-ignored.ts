/** An option that does nothing. */
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const optionIgnored: Rule = {
  code: "option-ignored",
  severity: "warning",
  title: "An option that does nothing",
  explain: "TensorFlow.js silently ignores options it does not know, `groups` among them.",
  wrong: stack("conv2d({ filters: 4, kernelSize: 3, groups: 2, inputShape: [8, 8, 4] })"),
  right: stack("depthwiseConv2d({ kernelSize: 3, inputShape: [8, 8, 4] })"),
};
