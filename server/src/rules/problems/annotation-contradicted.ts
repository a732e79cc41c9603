/** An annotation that cannot be true. */
import { source } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const annotationContradicted: Rule = {
  code: "annotation-contradicted",
  severity: "error",
  title: "An annotation that cannot be true",
  explain:
    "The value certainly has another shape than the annotation says. Names in an annotation stand for any size, the same each time.",
  wrong: source(
    "const conv = new nn.Conv2d(3, 8, 3);",
    "// @shape [N, 8, 32, 32]",
    "export const y = conv.forward(randn([2, 3, 32, 32]));",
  ),
  right: source(
    "const conv = new nn.Conv2d(3, 8, 3);",
    "// @shape [N, 8, 30, 30]",
    "export const y = conv.forward(randn([2, 3, 32, 32]));",
  ),
};
