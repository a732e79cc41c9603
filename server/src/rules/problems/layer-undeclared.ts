/** A layer that was never declared. */
import { model } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const layerUndeclared: Rule = {
  code: "layer-undeclared",
  severity: "error",
  title: "A layer that was never declared",
  explain:
    "`forward` uses a member that no field, constructor or assignment gives a value. Declare it, or use the name that was meant.",
  wrong: model(["conv1 = new nn.Conv2d(3, 8, 3);"], "return this.conv2.forward(x);"),
  right: model(["conv1 = new nn.Conv2d(3, 8, 3);"], "return this.conv1.forward(x);"),
};
