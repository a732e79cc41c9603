/** A recurrent layer starts from a state of another shape. */
import type { Rule } from "../kit/rule.ts";

export const rnnState: Rule = {
  code: "rnn-state",
  severity: "error",
  title: "A recurrent layer starts from a state of another shape",
  explain:
    "The state is `[numLayers · directions, N, hiddenSize]`: its batch stands on axis 1, also with `batchFirst`.",
  wrong: {
    input: "[4, 20, 32]",
    fields: ["rnn = new nn.GRU(32, 8, { batchFirst: true });"],
    forward: ["return this.rnn.forward(x, torch.zeros(4, 1, 8))[0];"],
  },
  right: {
    input: "[4, 20, 32]",
    fields: ["rnn = new nn.GRU(32, 8, { batchFirst: true });"],
    forward: ["return this.rnn.forward(x, torch.zeros(1, 4, 8))[0];"],
  },
};
