/** One number as upsampling size. */
import { setExpected } from "../fixes/arguments.ts";
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const upsampleSize: Rule = {
  code: "upsample-size",
  severity: "error",
  title: "One number as upsampling size",
  explain: "`size` is a pair. A number gives a map whose sizes are NaN, and no error.",
  wrong: on("[8, 8, 3]", "upSampling2d({ size: 2 })"),
  right: on("[8, 8, 3]", "upSampling2d({ size: [2, 2] })"),
  fixes: setExpected,
};
