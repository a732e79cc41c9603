/** Channels stand on the wrong side of the picture. */

import { transposed } from "../fixes/loaded.ts";
import { session } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputLayout: Rule = {
  code: "model-input-layout",
  severity: "error",
  title: "Channels stand on the wrong side of the picture",
  explain:
    "Pictures come as `[N, H, W, C]` from canvases and as `[N, C, H, W]` from most exporters. Other dims alone do not help: the values have to be moved too.",
  wrong: session(
    "x: float32[1, 3, 32, 32]",
    '{ x: new ort.Tensor("float32", new Float32Array(32 * 32 * 3), [1, 32, 32, 3]) }',
  ),
  right: session(
    "x: float32[1, 3, 32, 32]",
    '{ x: new ort.Tensor("float32", new Float32Array(3 * 32 * 32), [1, 3, 32, 32]) }',
  ),
  fixes: transposed,
};
