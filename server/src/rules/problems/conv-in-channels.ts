/** The input has other channels than the convolution was built for. */
import { channelFixes } from "../fixes/channels.ts";
import { channelAxis } from "../fixes/ranks.ts";
import { inOrder } from "../fixes/suggest.ts";
import { expectedSize } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const convInChannels: Rule = {
  code: "conv-in-channels",
  severity: "error",
  title: "The input has other channels than the convolution was built for",
  explain:
    "A convolution's weight has one slice for each input channel. Set `inChannels` to what arrives, or let the layer in front give what is expected. After `cat` the channels of all parts add up.",
  wrong: {
    input: "[1, 3, 32, 32]",
    fields: ["a = new nn.Conv2d(3, 16, 3);", "b = new nn.Conv2d(32, 64, 3);"],
    forward: ["return this.b.forward(this.a.forward(x));"],
  },
  right: {
    input: "[1, 3, 32, 32]",
    fields: ["a = new nn.Conv2d(3, 16, 3);", "b = new nn.Conv2d(16, 64, 3);"],
    forward: ["return this.b.forward(this.a.forward(x));"],
  },
  fixes: inOrder(channelAxis, channelFixes),
  certainAtAnyRank: true,
  certainBehindErrors: true,
  outputStands: true,
  wants: expectedSize,
};
