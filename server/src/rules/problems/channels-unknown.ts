/** The number of channels is open. */
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const channelsUnknown: Rule = {
  code: "channels-unknown",
  severity: "error",
  title: "The number of channels is open",
  explain: "A convolution's kernel is made for a known number of channels.",
  wrong: on("[8, 8, null]", "conv2d({ filters: 4, kernelSize: 3 })"),
  right: on("[8, 8, 3]", "conv2d({ filters: 4, kernelSize: 3 })"),
};
