/** An entry that the axis does not have. */
import { nearestEntry } from "../fixes/arguments.ts";
import { ops } from "../kit/examples.ts";
import { firstIndex } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const indexRange: Rule = {
  code: "index-range",
  severity: "error",
  title: "An entry that the axis does not have",
  explain: "Entries are numbered from 0, or from the end with -1.",
  wrong: ops("[4, 6]", "return x.select(1, 6);"),
  right: ops("[4, 6]", "return x.select(1, 5);"),
  fixes: nearestEntry,
  mend: firstIndex,
};
