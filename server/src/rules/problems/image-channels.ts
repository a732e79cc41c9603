/** Colours of another number of channels. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const imageChannels: Rule = {
  code: "image-channels",
  severity: "error",
  title: "Colours of another number of channels",
  explain: "`rgbToGrayscale` takes three channels, `grayscaleToRGB` one.",
  wrong: operation("tf.image.rgbToGrayscale(tf.zeros([8, 8, 4]))"),
  right: operation("tf.image.rgbToGrayscale(tf.zeros([8, 8, 3]))"),
};
