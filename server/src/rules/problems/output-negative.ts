/** A size below zero. */
import { sizeFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const outputNegative: Rule = {
  code: "output-negative",
  severity: "error",
  title: "A size below zero",
  explain:
    "The window is larger than what is left of the map. Remove a pooling, pad with `same`, or use a larger input.",
  wrong: stack("conv2d({ filters: 4, kernelSize: 9, inputShape: [4, 4, 1] })"),
  right: stack("conv2d({ filters: 4, kernelSize: 3, inputShape: [4, 4, 1] })"),
  fixes: sizeFixes,
  outputNeverRight: true,
};
