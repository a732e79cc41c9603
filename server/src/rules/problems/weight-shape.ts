/** A weight whose sizes are not whole numbers. */
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const weightShape: Rule = {
  code: "weight-shape",
  severity: "error",
  title: "A weight whose sizes are not whole numbers",
  explain: "Weights are made when the layer is first applied, so the input's features must be known then.",
  wrong: on("[null]", "dense({ units: 4 })"),
  right: on("[8]", "dense({ units: 4 })"),
};
