/** Batches of different sizes. */
import type { Rule } from "../kit/rule.ts";
import { merge } from "../kit/tfjs-examples.ts";

export const mergeBatch: Rule = {
  code: "merge-batch",
  severity: "error",
  title: "Batches of different sizes",
  explain: "All inputs of a merge layer have one batch size.",
  wrong: merge("[2, 4]", "[3, 4]", "add()"),
  right: merge("[2, 4]", "[2, 4]", "add()"),
};
