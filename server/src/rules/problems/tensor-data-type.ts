/** Data that cannot hold the element type. */

import { otherArray } from "../fixes/loaded.ts";
import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const tensorDataType: Rule = {
  code: "tensor-data-type",
  severity: "error",
  title: "Data that cannot hold the element type",
  explain:
    "Each element type has one typed array: float32 `Float32Array`, int64 `BigInt64Array`, bool `Uint8Array`, float16 `Uint16Array`. Nothing is converted.",
  wrong: ort('new ort.Tensor("int64", new Int32Array(3), [3]);'),
  right: ort('new ort.Tensor("int64", new BigInt64Array(3), [3]);'),
  fixes: otherArray,
};
