/** Less than one chunk. */
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const chunk: Rule = {
  code: "chunk",
  severity: "error",
  title: "Less than one chunk",
  explain: "An axis is cut into at least one part.",
  wrong: ops("[4, 6]", "return x.chunk(0, 1)[0]!;"),
  right: ops("[4, 6]", "return x.chunk(2, 1)[0]!;"),
};
