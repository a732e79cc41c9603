/** A stateful layer without a batch size. */
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const statefulBatch: Rule = {
  code: "stateful-batch",
  severity: "error",
  title: "A stateful layer without a batch size",
  explain: "States are kept for each item of the batch. Give `batchInputShape`.",
  wrong: stack("lstm({ units: 4, stateful: true, inputShape: [5, 3] })"),
  right: stack("lstm({ units: 4, stateful: true, batchInputShape: [2, 5, 3] })"),
};
