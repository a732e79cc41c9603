/** Other sizes for another number of values. */

import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const tensorReshape: Rule = {
  code: "tensor-reshape",
  severity: "error",
  title: "Other sizes for another number of values",
  explain: "`reshape` keeps all values: the products of the sizes are equal. There is no -1 for the rest.",
  wrong: ort('const flat = new ort.Tensor("float32", new Float32Array(8));', "flat.reshape([3, 4]);"),
  right: ort('const flat = new ort.Tensor("float32", new Float32Array(8));', "flat.reshape([2, 4]);"),
};
