/** The features of a query, key or value are not the attention's. */
import { channelFixes } from "../fixes/channels.ts";
import type { Rule } from "../kit/rule.ts";

export const attentionEmbed: Rule = {
  code: "attention-embed",
  severity: "error",
  title: "The features of a query, key or value are not the attention's",
  explain:
    "The last axis of the query must be `embedDim`; that of key and value `kdim` and `vdim` where given.",
  wrong: {
    input: "[2, 5, 24]",
    fields: ["attn = new nn.MultiheadAttention(32, 4, { batchFirst: true });"],
    forward: ["return this.attn.forward(x, x, x)[0];"],
  },
  right: {
    input: "[2, 5, 32]",
    fields: ["attn = new nn.MultiheadAttention(32, 4, { batchFirst: true });"],
    forward: ["return this.attn.forward(x, x, x)[0];"],
  },
  fixes: channelFixes,
  certainBehindErrors: true,
};
