/** A negative axis that is taken for the last. */
import { setExpected } from "../fixes/arguments.ts";
import type { Rule } from "../kit/rule.ts";
import { merge } from "../kit/tfjs-examples.ts";

export const negativeAxis: Rule = {
  code: "negative-axis",
  severity: "warning",
  title: "A negative axis that is taken for the last",
  explain: "`concatenate` declares the shape you mean and joins along the last axis when it runs.",
  wrong: merge("[null, 6, 6]", "[null, 6, 6]", "concatenate({ axis: -2 })"),
  right: merge("[null, 6, 6]", "[null, 6, 6]", "concatenate({ axis: 1 })"),
  fixes: setExpected,
};
