/** A target that the loss cannot use. */
import { alignColumns } from "../fixes/insertions.ts";
import { inOrder } from "../fixes/suggest.ts";
import { targetFixes } from "../fixes/targets.ts";
import type { Rule } from "../kit/rule.ts";

export const lossTarget: Rule = {
  code: "loss-target",
  severity: "error",
  title: "A target that the loss cannot use",
  explain:
    "Cross-entropy takes class indices of the input's shape without its class axis, or probabilities of the same shape.",
  wrong: {
    input: "[8, 10]",
    fields: ["loss = new nn.CrossEntropyLoss();"],
    forward: ["return this.loss.forward(x, torch.zeros(8, 1));"],
  },
  right: {
    input: "[8, 10]",
    fields: ["loss = new nn.CrossEntropyLoss();"],
    forward: ["return this.loss.forward(x, torch.zeros(8));"],
  },
  fixes: inOrder(alignColumns, targetFixes),
};
