/** A dense layer on a map. */
import { flattenFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { fit } from "../kit/tfjs-examples.ts";

export const missingFlatten: Rule = {
  code: "missing-flatten",
  severity: "error",
  title: "A dense layer on a map",
  explain:
    "A dense layer works on the last axis of any input, so a forgotten `flatten` shows only when the targets arrive.",
  wrong: fit(
    ["conv2d({ filters: 4, kernelSize: 3, inputShape: [28, 28, 1] })", "dense({ units: 10 })"],
    "meanSquaredError",
    "[32, 28, 28, 1]",
    "[32, 10]",
  ),
  right: fit(
    ["conv2d({ filters: 4, kernelSize: 3, inputShape: [28, 28, 1] })", "flatten()", "dense({ units: 10 })"],
    "meanSquaredError",
    "[32, 28, 28, 1]",
    "[32, 10]",
  ),
  fixes: flattenFixes,
};
