/** Products along axes of different sizes. */
import type { Rule } from "../kit/rule.ts";
import { merge } from "../kit/tfjs-examples.ts";

export const dotSize: Rule = {
  code: "dot-size",
  severity: "error",
  title: "Products along axes of different sizes",
  explain: "The axes that `dot` multiplies along have one size.",
  wrong: merge("[null, 4]", "[null, 5]", "dot({ axes: 1 })"),
  right: merge("[null, 4]", "[null, 4]", "dot({ axes: 1 })"),
};
