/** More inputs than targets. */
import type { Rule } from "../kit/rule.ts";
import { classifier, fit } from "../kit/tfjs-examples.ts";

export const sampleCount: Rule = {
  code: "sample-count",
  severity: "error",
  title: "More inputs than targets",
  explain: "Each example has one target.",
  wrong: fit(classifier, "categoricalCrossentropy", "[32, 8]", "[30, 10]"),
  right: fit(classifier, "categoricalCrossentropy", "[32, 8]", "[32, 10]"),
};
