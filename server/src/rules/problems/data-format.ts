/** A data format of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const dataFormat: Rule = {
  code: "data-format",
  severity: "error",
  title: "A data format of an unknown name",
  explain: "Layers take `channelsLast` or `channelsFirst`.",
  wrong: on("[8, 8, 3]", 'conv2d({ filters: 4, kernelSize: 3, dataFormat: "NHWC" })'),
  right: on("[8, 8, 3]", 'conv2d({ filters: 4, kernelSize: 3, dataFormat: "channelsLast" })'),
  fixes: nameFixes,
};
