/** Data that does not fill the tensor. */

import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const tensorDataLength: Rule = {
  code: "tensor-data-length",
  severity: "error",
  title: "Data that does not fill the tensor",
  explain:
    "The length of the data is the product of the sizes. A canvas gives four values a pixel; of nested lists only the outer one is counted: flatten it.",
  wrong: ort('new ort.Tensor("float32", new Float32Array(7), [2, 4]);'),
  right: ort('new ort.Tensor("float32", new Float32Array(8), [2, 4]);'),
};
