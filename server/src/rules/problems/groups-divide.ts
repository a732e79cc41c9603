/** Groups do not divide the channels. */
import { groupFixes } from "../fixes/groups.ts";
import { oneGroup } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const groupsDivide: Rule = {
  code: "groups-divide",
  severity: "error",
  title: "Groups do not divide the channels",
  explain:
    "A grouped convolution is `groups` convolutions side by side, each on its share of the channels; both channel counts must be multiples of `groups`.",
  wrong: {
    input: "[1, 10, 8, 8]",
    fields: ["conv = new nn.Conv2d(10, 20, 3, { groups: 4 });"],
    forward: ["return this.conv.forward(x);"],
  },
  right: {
    input: "[1, 10, 8, 8]",
    fields: ["conv = new nn.Conv2d(10, 20, 3, { groups: 5 });"],
    forward: ["return this.conv.forward(x);"],
  },
  fixes: groupFixes,
  outputStands: true,
  mend: oneGroup,
};
