/** Targets that do not fit outputs and loss. */
import { lossFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { classifier, fit } from "../kit/tfjs-examples.ts";

export const targetShape: Rule = {
  code: "target-shape",
  severity: "error",
  title: "Targets that do not fit outputs and loss",
  explain:
    "`categoricalCrossentropy` takes one-hot rows, `sparseCategoricalCrossentropy` class numbers; other losses take targets of the output's shape.",
  wrong: fit(classifier, "categoricalCrossentropy", "[32, 8]", "[32, 1]"),
  right: fit(classifier, "sparseCategoricalCrossentropy", "[32, 8]", "[32, 1]"),
  fixes: lossFixes,
};
