/** More mirrored than there is. */
import type { Rule } from "../kit/rule.ts";
import { operation } from "../kit/tfjs-examples.ts";

export const mirrorPad: Rule = {
  code: "mirror-pad",
  severity: "error",
  title: "More mirrored than there is",
  explain:
    "A border is mirrored at most once: `reflect` leaves the border's own value out, `symmetric` repeats it.",
  wrong: operation('tf.mirrorPad(tf.zeros([3, 3]), [[3, 0], [0, 0]], "reflect")'),
  right: operation('tf.mirrorPad(tf.zeros([3, 3]), [[2, 0], [0, 0]], "reflect")'),
};
