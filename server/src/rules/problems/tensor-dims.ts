/** A size that is not a whole number. */

import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const tensorDims: Rule = {
  code: "tensor-dims",
  severity: "error",
  title: "A size that is not a whole number",
  explain: "Sizes are whole numbers from 0. There is no -1 for the rest, and a quotient has to be rounded.",
  wrong: ort('new ort.Tensor("float32", new Float32Array(10), [2.5, 4]);'),
  right: ort('new ort.Tensor("float32", new Float32Array(8), [2, 4]);'),
};
