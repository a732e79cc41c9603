/** An annotation that applies to nothing. */
import { source } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const annotationUnreachable: Rule = {
  code: "annotation-unreachable",
  severity: "warning",
  title: "An annotation that applies to nothing",
  explain:
    "`@shape` belongs before a function, a method, a class or a declaration, and names one of the parameters, or `returns`.",
  wrong: source("/** @shape y [N, 3] */", "export const same = (x: Tensor) => x.relu();"),
  right: source("/** @shape x [N, 3] */", "export const same = (x: Tensor) => x.relu();"),
};
