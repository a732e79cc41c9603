/** Steps of a sequence have another size than the recurrent layer was built for. */
import { channelFixes } from "../fixes/channels.ts";
import { expectedSize } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const rnnInputSize: Rule = {
  code: "rnn-input-size",
  severity: "error",
  title: "Steps of a sequence have another size than the recurrent layer was built for",
  explain:
    "`inputSize` is the size of the last axis. With a bidirectional layer in front it is twice that layer's `hiddenSize`.",
  wrong: {
    input: "[4, 20, 32]",
    fields: ["rnn = new nn.LSTM(64, 8, { batchFirst: true });"],
    forward: ["return this.rnn.forward(x)[0];"],
  },
  right: {
    input: "[4, 20, 32]",
    fields: ["rnn = new nn.LSTM(32, 8, { batchFirst: true });"],
    forward: ["return this.rnn.forward(x)[0];"],
  },
  fixes: channelFixes,
  certainAtAnyRank: true,
  certainBehindErrors: true,
  outputStands: true,
  wants: expectedSize,
};
