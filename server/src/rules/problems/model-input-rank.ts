/** Data with a different number of axes than the model takes. */

import { batchInFront } from "../fixes/loaded.ts";
import { session } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputRank: Rule = {
  code: "model-input-rank",
  severity: "error",
  title: "Data with a different number of axes than the model takes",
  explain:
    "The batch is an axis too: one example is `[1, …]`. Runtimes do not check the rank of a scalar; there it is a warning.",
  wrong: session("x: float32[N, 4]", '{ x: new ort.Tensor("float32", new Float32Array(4), [4]) }'),
  right: session("x: float32[N, 4]", '{ x: new ort.Tensor("float32", new Float32Array(4), [1, 4]) }'),
  fixes: batchInFront,
};
