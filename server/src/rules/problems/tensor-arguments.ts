/** A tensor's arguments in the wrong order. */

import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const tensorArguments: Rule = {
  code: "tensor-arguments",
  severity: "error",
  title: "A tensor's arguments in the wrong order",
  explain: "The order is `new ort.Tensor(type, data, dims)`; older libraries had the data first.",
  wrong: ort('new ort.Tensor(new Float32Array(8), "float32", [2, 4]);'),
  right: ort('new ort.Tensor("float32", new Float32Array(8), [2, 4]);'),
};
