/** A constraint of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const constraintName: Rule = {
  code: "constraint-name",
  severity: "error",
  title: "A constraint of an unknown name",
  explain: "The names are `maxNorm`, `minMaxNorm`, `nonNeg` and `unitNorm`.",
  wrong: stack('dense({ units: 4, inputShape: [8], kernelConstraint: "max_norm" })'),
  right: stack('dense({ units: 4, inputShape: [8], kernelConstraint: "maxNorm" })'),
  fixes: nameFixes,
};
