/** A list of sizes of the wrong length. */
import { setExpected } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import { firstForAll } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const tupleLength: Rule = {
  code: "tuple-length",
  severity: "error",
  title: "A list of sizes of the wrong length",
  explain: "Give one number for all axes, or one for each.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, [3, 3, 3])"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, [3, 3])"),
  fixes: setExpected,
  mend: firstForAll,
};
