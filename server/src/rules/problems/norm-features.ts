/** A normalisation has another width than its input. */
import { channelFixes } from "../fixes/channels.ts";
import { expectedSize } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const normFeatures: Rule = {
  code: "norm-features",
  severity: "error",
  title: "A normalisation has another width than its input",
  explain:
    "Batch, instance and group normalisation keep one scale and shift for each channel. The number must be the channels of the input.",
  wrong: {
    input: "[1, 3, 32, 32]",
    fields: ["conv = new nn.Conv2d(3, 64, 3);", "bn = new nn.BatchNorm2d(32);"],
    forward: ["return this.bn.forward(this.conv.forward(x));"],
  },
  right: {
    input: "[1, 3, 32, 32]",
    fields: ["conv = new nn.Conv2d(3, 64, 3);", "bn = new nn.BatchNorm2d(64);"],
    forward: ["return this.bn.forward(this.conv.forward(x));"],
  },
  fixes: channelFixes,
  certainAtAnyRank: true,
  certainBehindErrors: true,
  outputStands: true,
  wants: expectedSize,
  otherwise: (mistake) => [expectedSize(mistake)],
};
