/** Flattening an open size. */
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const flattenOpen: Rule = {
  code: "flatten-open",
  severity: "error",
  title: "Flattening an open size",
  explain: "All sizes but the batch must be known. A global pooling needs none.",
  wrong: on("[null, 8]", "flatten()"),
  right: on("[4, 8]", "flatten()"),
};
