/** A stateful layer without its batch size. */
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const statefulBatch: Rule = {
  code: "stateful-batch",
  severity: "error",
  title: "A stateful layer without its batch size",
  explain:
    "States are kept for each item of the batch. Give `batchInputShape`, and data in batches of that size: `predict`, `evaluate` and `fit` cut batches of 32 unless `batchSize` says otherwise.",
  wrong: stack("lstm({ units: 4, stateful: true, inputShape: [5, 3] })"),
  right: stack("lstm({ units: 4, stateful: true, batchInputShape: [2, 5, 3] })"),
};
