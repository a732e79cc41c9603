/** A layer that forward never uses. */
import { model } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const layerUnused: Rule = {
  code: "layer-unused",
  severity: "hint",
  title: "A layer that forward never uses",
  explain:
    "It is built, initialised and saved, but no path through the model uses it: a call was forgotten, or the layer is a leftover.",
  wrong: model(
    ["conv = new nn.Conv2d(3, 8, 3);", "norm = new nn.BatchNorm2d(8);"],
    "return this.conv.forward(x);",
  ),
  right: model(
    ["conv = new nn.Conv2d(3, 8, 3);", "norm = new nn.BatchNorm2d(8);"],
    "return this.norm.forward(this.conv.forward(x));",
  ),
};
