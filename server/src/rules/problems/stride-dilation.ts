/** Strides and dilation together. */
import { strideFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const strideDilation: Rule = {
  code: "stride-dilation",
  severity: "error",
  title: "Strides and dilation together",
  explain: "TensorFlow.js builds such a layer and throws when it runs: one of the two must be 1.",
  wrong: stack("conv2d({ filters: 8, kernelSize: 3, strides: 2, dilationRate: 2, inputShape: [8, 8, 4] })"),
  right: stack("conv2d({ filters: 8, kernelSize: 3, strides: 2, inputShape: [8, 8, 4] })"),
  fixes: strideFixes,
};
