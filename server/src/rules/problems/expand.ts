/** An axis that cannot be expanded. */
import { ops } from "../kit/examples.ts";
import { inputSizes } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const expand: Rule = {
  code: "expand",
  severity: "error",
  title: "An axis that cannot be expanded",
  explain: "Only axes of size 1 grow; -1 keeps a size.",
  wrong: ops("[2, 3]", "return x.expand(2, 4);"),
  right: ops("[2, 1]", "return x.expand(2, 4);"),
  mend: inputSizes,
};
