/** LayerNorm's shape is not the end of the input's. */
import { setExpected } from "../fixes/arguments.ts";
import { normOverChannels } from "../fixes/ranks.ts";
import { inOrder } from "../fixes/suggest.ts";
import type { Rule } from "../kit/rule.ts";

export const normShape: Rule = {
  code: "norm-shape",
  severity: "error",
  title: "LayerNorm's shape is not the end of the input's",
  explain:
    "`normalizedShape` must equal the last axes of the input, size by size. For channels-first maps permute first, or use GroupNorm.",
  wrong: {
    input: "[2, 64, 16, 16]",
    fields: ["ln = new nn.LayerNorm([64, 32, 32]);"],
    forward: ["return this.ln.forward(x);"],
  },
  right: {
    input: "[2, 64, 16, 16]",
    fields: ["ln = new nn.LayerNorm([64, 16, 16]);"],
    forward: ["return this.ln.forward(x);"],
  },
  fixes: inOrder(normOverChannels, setExpected),
};
