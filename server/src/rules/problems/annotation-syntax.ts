/** A shape that cannot be read. */
import { source } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const annotationSyntax: Rule = {
  code: "annotation-syntax",
  severity: "error",
  title: "A shape that cannot be read",
  explain:
    "Sizes are numbers, names, arithmetic such as `32*h`, `?` for an unknown size, and `...` for any further axes.",
  wrong: source("/** @shape x [N, 3,, 32] */", "export const same = (x: Tensor) => x.relu();"),
  right: source("/** @shape x [N, 3, H, 32] */", "export const same = (x: Tensor) => x.relu();"),
};
