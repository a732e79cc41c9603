/** The first layer does not declare its input. */
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const inputShapeMissing: Rule = {
  code: "input-shape-missing",
  severity: "error",
  title: "The first layer does not declare its input",
  explain: "The first layer of a sequential model needs `inputShape` (or `batchInputShape`).",
  wrong: stack("dense({ units: 4 })"),
  right: stack("dense({ units: 4, inputShape: [8] })"),
};
