/** GroupNorm's groups do not divide the channels. */
import { groupFixes } from "../fixes/groups.ts";
import type { Rule } from "../kit/rule.ts";

export const normGroups: Rule = {
  code: "norm-groups",
  severity: "error",
  title: "GroupNorm's groups do not divide the channels",
  explain: "Each group takes an equal share of the channels.",
  wrong: {
    input: "[2, 10, 8, 8]",
    fields: ["gn = new nn.GroupNorm(4, 10);"],
    forward: ["return this.gn.forward(x);"],
  },
  right: {
    input: "[2, 10, 8, 8]",
    fields: ["gn = new nn.GroupNorm(5, 10);"],
    forward: ["return this.gn.forward(x);"],
  },
  fixes: groupFixes,
};
