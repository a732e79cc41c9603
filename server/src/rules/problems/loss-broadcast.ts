/** A loss broadcasts its target. */
import { alignColumns } from "../fixes/insertions.ts";
import type { Rule } from "../kit/rule.ts";

export const lossBroadcast: Rule = {
  code: "loss-broadcast",
  severity: "warning",
  title: "A loss broadcasts its target",
  explain: "`[N, 1]` against `[N]` compares every prediction with every target. PyTorch only warns.",
  wrong: {
    input: "[16, 1]",
    fields: ["loss = new nn.MSELoss();"],
    forward: ["return this.loss.forward(x, torch.zeros(16));"],
  },
  right: {
    input: "[16, 1]",
    fields: ["loss = new nn.MSELoss();"],
    forward: ["return this.loss.forward(x, torch.zeros(16, 1));"],
  },
  fixes: alignColumns,
};
