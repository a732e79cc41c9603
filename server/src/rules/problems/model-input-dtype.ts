/** Data of a different element type than the model takes. */

import { converted } from "../fixes/loaded.ts";
import { session } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputDtype: Rule = {
  code: "model-input-dtype",
  severity: "error",
  title: "Data of a different element type than the model takes",
  explain:
    'Runtimes convert nothing: a model of int64 token ids takes `new ort.Tensor("int64", BigInt64Array.from(…))`, one of pictures mostly float32.',
  wrong: session("ids: int64[1, S]", '{ ids: new ort.Tensor("int32", new Int32Array(5), [1, 5]) }'),
  right: session("ids: int64[1, S]", '{ ids: new ort.Tensor("int64", new BigInt64Array(5), [1, 5]) }'),
  fixes: converted,
};
