/** A weight, bias or running statistic given to a function has other sizes than the function needs. */
import { ops } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const weightSize: Rule = {
  code: "weight-size",
  severity: "error",
  title: "A weight of other sizes than the function needs",
  explain:
    "Functions take their learned tensors as arguments: a bias has one value for each output channel, scale and shift of a norm one for each channel (or each cell of `normalizedShape`), and a weight has as many axes as the function's kernel. `setWeights` takes a tensor for each weight of the layer or model, of its shape.",
  wrong: ops("[N, 3, 8, 8]", "return F.conv2d(x, torch.randn(8, 3, 3, 3), torch.randn(4));"),
  right: ops("[N, 3, 8, 8]", "return F.conv2d(x, torch.randn(8, 3, 3, 3), torch.randn(8));"),
  certainAtAnyRank: true,
};
