/** A tensor that has not the shape which an assertion states. */
import type { Rule } from "../kit/rule.ts";

export const shapeAsserted: Rule = {
  code: "shape-asserted",
  severity: "error",
  title: "A shape that an assertion refuses",
  explain:
    "`assertShape` throws when the program runs and the shape differs. Either the assertion is out of date, or a layer before it has changed.",
  wrong: {
    input: "[1, 3, 32, 32]",
    fields: ["conv = new nn.Conv2d(3, 16, 3);"],
    forward: ['return torch.assertShape(this.conv.forward(x), "[N, 32, H, W]");'],
  },
  right: {
    input: "[1, 3, 32, 32]",
    fields: ["conv = new nn.Conv2d(3, 16, 3);"],
    forward: ['return torch.assertShape(this.conv.forward(x), "[N, 16, H, W]");'],
  },
};
