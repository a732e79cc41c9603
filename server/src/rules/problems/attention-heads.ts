/** Heads do not divide the features. */
import { groupFixes } from "../fixes/groups.ts";
import type { Rule } from "../kit/rule.ts";

export const attentionHeads: Rule = {
  code: "attention-heads",
  severity: "error",
  title: "Heads do not divide the features",
  explain: "Each head works on `embedDim / numHeads` features.",
  wrong: {
    input: "[2, 5, 30]",
    fields: ["attn = new nn.MultiheadAttention(30, 4, { batchFirst: true });"],
    forward: ["return this.attn.forward(x, x, x)[0];"],
  },
  right: {
    input: "[2, 5, 30]",
    fields: ["attn = new nn.MultiheadAttention(30, 5, { batchFirst: true });"],
    forward: ["return this.attn.forward(x, x, x)[0];"],
  },
  fixes: groupFixes,
};
