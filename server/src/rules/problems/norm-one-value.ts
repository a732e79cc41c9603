/** A normalisation has one value to normalise. */
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const normOneValue: Rule = {
  code: "norm-one-value",
  severity: "error",
  title: "A normalisation over a single value",
  explain:
    "The mean of one value is the value itself, so everything would become 0. Normalise over a larger map, or over several channels in a group; a batch norm that computes its own statistics needs more than one item.",
  wrong: layer("[4, 8, 1, 1]", "InstanceNorm2d(8)"),
  right: layer("[4, 8, 2, 2]", "InstanceNorm2d(8)"),
};
