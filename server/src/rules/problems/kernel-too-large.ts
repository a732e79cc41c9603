/** The kernel is larger than its input. */
import { paddedFor, smallerKernel } from "../fixes/arguments.ts";
import { inOrder } from "../fixes/suggest.ts";
import { layer } from "../kit/examples.ts";
import { kernelOfOne } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const kernelTooLarge: Rule = {
  code: "kernel-too-large",
  severity: "error",
  title: "The kernel is larger than its input",
  explain:
    "The dilated kernel spans `dilation·(kernelSize − 1) + 1` cells and must fit into the padded input. Add padding, use a smaller kernel, or use fewer poolings before it.",
  wrong: layer("[1, 3, 4, 4]", "Conv2d(3, 8, 5)"),
  right: layer("[1, 3, 4, 4]", "Conv2d(3, 8, 5, { padding: 2 })"),
  fixes: inOrder(paddedFor, smallerKernel),
  outputNeverRight: true,
  mend: kernelOfOne,
};
