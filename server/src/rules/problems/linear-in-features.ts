/** The input has other features than the linear layer was built for. */
import { channelFixes } from "../fixes/channels.ts";
import { keepSizeBefore } from "../fixes/sizes.ts";
import { inOrder } from "../fixes/suggest.ts";
import { expectedSize } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const linearInFeatures: Rule = {
  code: "linear-in-features",
  severity: "error",
  title: "The input has other features than the linear layer was built for",
  explain:
    "A linear layer multiplies the last axis, whose size must be `inFeatures`. After a flatten that is channels times the size of the map: `64·7·7 = 3136`. It changes with the image size and with every padding before it.",
  wrong: {
    input: "[1, 1, 28, 28]",
    fields: ["conv = new nn.Conv2d(1, 6, 5);", "fc = new nn.Linear(6 * 28 * 28, 10);"],
    forward: ["return this.fc.forward(this.conv.forward(x).flatten(1));"],
  },
  right: {
    input: "[1, 1, 28, 28]",
    fields: ["conv = new nn.Conv2d(1, 6, 5);", "fc = new nn.Linear(6 * 24 * 24, 10);"],
    forward: ["return this.fc.forward(this.conv.forward(x).flatten(1));"],
  },
  fixes: inOrder(channelFixes, keepSizeBefore),
  certainAtAnyRank: true,
  certainBehindErrors: true,
  outputStands: true,
  wants: expectedSize,
  // a flatten that was forgotten takes the axes in between
  otherwise: ({ input }, [output]) =>
    input && output && input.length > 2 ? [[output[0]!, output.at(-1)!]] : [output ?? null],
};
