/** Another number of examples in one tensor than in the others. */
import type { Rule } from "../kit/rule.ts";
import { classifier, fit } from "../kit/tfjs-examples.ts";

export const sampleCount: Rule = {
  code: "sample-count",
  severity: "error",
  title: "Another number of examples in one tensor than in the others",
  explain: "Each example has one value in every input and one target for every output.",
  wrong: fit(classifier, "categoricalCrossentropy", "[32, 8]", "[30, 10]"),
  right: fit(classifier, "categoricalCrossentropy", "[32, 8]", "[32, 10]"),
};
