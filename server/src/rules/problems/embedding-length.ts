/** Sequences of another length. */
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const embeddingLength: Rule = {
  code: "embedding-length",
  severity: "error",
  title: "Sequences of another length",
  explain: "With `inputLength` an embedding takes sequences of that length only.",
  wrong: on("[4]", "embedding({ inputDim: 10, outputDim: 4, inputLength: 5 })"),
  right: on("[5]", "embedding({ inputDim: 10, outputDim: 4, inputLength: 5 })"),
};
