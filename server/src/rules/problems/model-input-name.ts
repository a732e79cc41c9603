/** A feed under a name that the model does not have. */

import { renamed } from "../fixes/loaded.ts";
import { session } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelInputName: Rule = {
  code: "model-input-name",
  severity: "error",
  title: "A feed under a name that the model does not have",
  explain:
    "Every input that the model declares is fed under its own name; initializers of the file are not inputs. A name that is not an input is an error in browsers, and ignored elsewhere.",
  wrong: session("x: float32[N, 4]", '{ input: new ort.Tensor("float32", new Float32Array(8), [2, 4]) }'),
  right: session("x: float32[N, 4]", '{ x: new ort.Tensor("float32", new Float32Array(8), [2, 4]) }'),
  fixes: renamed,
};
