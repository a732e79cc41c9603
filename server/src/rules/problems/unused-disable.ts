/** A comment that silences nothing. */
import { source } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const unusedDisable: Rule = {
  code: "unused-disable",
  severity: "warning",
  title: "A comment that silences nothing",
  explain: "What it silenced has been fixed. Remove it, or it will hide the next mistake.",
  wrong: source(
    "// convlens-disable-next-line groups-divide",
    "export const conv = new nn.Conv2d(8, 16, 3, { groups: 4 });",
  ),
  right: source(
    "// convlens-disable-next-line groups-divide",
    "export const conv = new nn.Conv2d(9, 16, 3, { groups: 4 });",
  ),
};
