/** Maps reach a linear layer unflattened. */
import { flattenInput } from "../fixes/insertions.ts";
import type { Rule } from "../kit/rule.ts";

export const linearRank: Rule = {
  code: "linear-rank",
  severity: "error",
  title: "Maps reach a linear layer unflattened",
  explain: "A linear layer looks at the last axis only. Insert `flatten(1)` between the maps and the layer.",
  wrong: {
    input: "[1, 512, 8, 8]",
    fields: ["pool = new nn.AdaptiveAvgPool2d(1);", "fc = new nn.Linear(512, 10);"],
    forward: ["return this.fc.forward(this.pool.forward(x));"],
  },
  right: {
    input: "[1, 512, 8, 8]",
    fields: ["pool = new nn.AdaptiveAvgPool2d(1);", "fc = new nn.Linear(512, 10);"],
    forward: ["return this.fc.forward(this.pool.forward(x).flatten(1));"],
  },
  fixes: flattenInput,
};
