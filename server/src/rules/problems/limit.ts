/** More layers, parts or bytes than anything can hold. */
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const limit: Rule = {
  code: "limit",
  severity: "error",
  title: "More than can be held",
  explain:
    "A number that a layer counts up to is far beyond what memory can hold: a thousand recurrent layers on each other, or a hundred thousand tensors from one call, are the most.",
  wrong: ops("[200000, 4]", "return x.split(1)[0]!;"),
  right: ops("[200000, 4]", "return x.split(1000)[0]!;"),
  certainAtAnyRank: true,
};
