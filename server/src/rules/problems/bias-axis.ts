/** A value for each channel, added along the width. */
import { channelVector, trailingOnes } from "../fixes/insertions.ts";
import { inOrder } from "../fixes/suggest.ts";
import type { Rule } from "../kit/rule.ts";

export const biasAxis: Rule = {
  code: "bias-axis",
  severity: "warning",
  title: "A value for each channel, added along the width",
  explain:
    "Shapes are aligned from the right: `[16]` added to `[N, 16, H, W]` meets the width. View it as `[16, 1, 1]`, so that it meets the channels.",
  wrong: {
    input: "[8, 3, 16, 16]",
    fields: [
      "conv = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });",
      "bias = new nn.Parameter(torch.zeros([16]));",
    ],
    forward: ["return this.conv.forward(x).add(this.bias);"],
  },
  right: {
    input: "[8, 3, 16, 16]",
    fields: [
      "conv = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });",
      "bias = new nn.Parameter(torch.zeros([16]));",
    ],
    forward: ["return this.conv.forward(x).add(this.bias.view(16, 1, 1));"],
  },
  fixes: inOrder(channelVector, trailingOnes),
};
