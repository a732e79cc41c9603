/** Channels are no multiple of the upscale factor's square. */
import { nextMultiple } from "../fixes/channels.ts";
import type { Rule } from "../kit/rule.ts";

export const pixelShuffle: Rule = {
  code: "pixel-shuffle",
  severity: "error",
  title: "Channels are no multiple of the upscale factor's square",
  explain:
    "PixelShuffle makes one output channel of `r²` input channels; PixelUnshuffle needs sides that are multiples of its factor.",
  wrong: {
    input: "[1, 64, 16, 16]",
    fields: ["conv = new nn.Conv2d(64, 8, 3);", "up = new nn.PixelShuffle(3);"],
    forward: ["return this.up.forward(this.conv.forward(x));"],
  },
  right: {
    input: "[1, 64, 16, 16]",
    fields: ["conv = new nn.Conv2d(64, 9, 3);", "up = new nn.PixelShuffle(3);"],
    forward: ["return this.up.forward(this.conv.forward(x));"],
  },
  fixes: nextMultiple,
};
