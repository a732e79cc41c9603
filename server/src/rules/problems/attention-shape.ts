/** Query, key and value do not fit together. */
import type { Rule } from "../kit/rule.ts";

export const attentionShape: Rule = {
  code: "attention-shape",
  severity: "error",
  title: "Query, key and value do not fit together",
  explain:
    "Key and value have one length, and all three one batch. Without `batchFirst` the batch is axis 1.",
  wrong: {
    input: "[2, 5, 8]",
    fields: ["attn = new nn.MultiheadAttention(8, 2, { batchFirst: true });"],
    forward: ["return this.attn.forward(x, x, x.narrow(1, 0, 4))[0];"],
  },
  right: {
    input: "[2, 5, 8]",
    fields: ["attn = new nn.MultiheadAttention(8, 2, { batchFirst: true });"],
    forward: ["return this.attn.forward(x, x, x)[0];"],
  },
};
