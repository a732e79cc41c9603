/** Shapes that cannot be combined. */
import { channelVector, trailingOnes } from "../fixes/insertions.ts";
import { projectionFixes } from "../fixes/projection.ts";
import { keepSize } from "../fixes/sizes.ts";
import { inOrder } from "../fixes/suggest.ts";
import type { Rule } from "../kit/rule.ts";

export const broadcast: Rule = {
  code: "broadcast",
  severity: "error",
  title: "Shapes that cannot be combined",
  explain:
    "Aligned from the right, two sizes must be equal or one of them 1. Residual paths need a projection where channels or size change.",
  wrong: {
    input: "[1, 64, 56, 56]",
    fields: ["conv = new nn.Conv2d(64, 128, 3, { stride: 2, padding: 1 });"],
    forward: ["return this.conv.forward(x).add(x);"],
  },
  right: {
    input: "[1, 64, 56, 56]",
    fields: [
      "conv = new nn.Conv2d(64, 128, 3, { stride: 2, padding: 1 });",
      "skip = new nn.Conv2d(64, 128, 1, { stride: 2 });",
    ],
    forward: ["return this.conv.forward(x).add(this.skip.forward(x));"],
  },
  fixes: inOrder(channelVector, trailingOnes, keepSize, projectionFixes),
};
