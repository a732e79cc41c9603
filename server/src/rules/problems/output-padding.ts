/** outputPadding is too large. */
import { setExpected } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import { argumentOf } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const outputPadding: Rule = {
  code: "output-padding",
  severity: "error",
  title: "outputPadding is too large",
  explain:
    "It chooses among the sizes that a strided convolution would map to the same output, so it must be smaller than the stride or the dilation.",
  wrong: layer("[1, 8, 8, 8]", "ConvTranspose2d(8, 8, 3, { stride: 2, padding: 1, outputPadding: 2 })"),
  right: layer("[1, 8, 8, 8]", "ConvTranspose2d(8, 8, 3, { stride: 2, padding: 1, outputPadding: 1 })"),
  fixes: setExpected,
  certainAtAnyRank: true,
  mend: argumentOf(0),
};
