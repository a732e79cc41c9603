/** One named size, two numbers. */

import { session } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputSymbol: Rule = {
  code: "model-input-symbol",
  severity: "warning",
  title: "One named size, two numbers",
  explain:
    "Inputs whose sizes have the same name in the file are meant to agree. No runtime checks this: sizes that differ fail inside the model, or are broadcast without a word where one of them is 1.",
  wrong: session(
    "ids: int64[1, seq], mask: int64[1, seq]",
    '{ ids: new ort.Tensor("int64", new BigInt64Array(5), [1, 5]), mask: new ort.Tensor("int64", new BigInt64Array(6), [1, 6]) }',
  ),
  right: session(
    "ids: int64[1, seq], mask: int64[1, seq]",
    '{ ids: new ort.Tensor("int64", new BigInt64Array(5), [1, 5]), mask: new ort.Tensor("int64", new BigInt64Array(5), [1, 5]) }',
  ),
};
