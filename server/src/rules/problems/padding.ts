/** Padding that the layer cannot use. */
import { setExpected } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import { argumentOf } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const padding: Rule = {
  code: "padding",
  severity: "error",
  title: "Padding that the layer cannot use",
  explain:
    "Convolutions take no negative padding; padding layers take two sizes an axis and may crop, but not more than there is.",
  wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { padding: -1 })"),
  right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { padding: 1 })"),
  fixes: setExpected,
  mend: argumentOf(0),
};
