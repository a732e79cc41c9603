/** Channels stand last, the layer wants them first. */
import { channelsFirst } from "../fixes/insertions.ts";
import type { Rule } from "../kit/rule.ts";

export const layout: Rule = {
  code: "layout",
  severity: "error",
  title: "Channels stand last, the layer wants them first",
  explain:
    "Layers of this library take `[N, C, H, W]`. Images often come as `[N, H, W, C]`: move the channels with `permute(0, 3, 1, 2)`; for sequences `[N, L, C]` use `transpose(1, 2)`.",
  wrong: {
    input: "[8, 32, 32, 3]",
    fields: ["conv = new nn.Conv2d(3, 16, 3);"],
    forward: ["return this.conv.forward(x);"],
  },
  right: {
    input: "[8, 32, 32, 3]",
    fields: ["conv = new nn.Conv2d(3, 16, 3);"],
    forward: ["return this.conv.forward(x.permute(0, 3, 1, 2));"],
  },
  fixes: channelsFirst,
};
