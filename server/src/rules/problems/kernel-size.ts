/** A kernel below 1. */
import { setExpectedOrOne } from "../fixes/arguments.ts";
import { layer } from "../kit/examples.ts";
import { argumentOf } from "../kit/mends.ts";
import type { Rule } from "../kit/rule.ts";

export const kernelSize: Rule = {
  code: "kernel-size",
  severity: "error",
  title: "A kernel below 1",
  explain: "A window has at least one cell.",
  wrong: layer("[1, 3, 8, 8]", "MaxPool2d(0, { stride: 1 })"),
  right: layer("[1, 3, 8, 8]", "MaxPool2d(1, { stride: 1 })"),
  fixes: setExpectedOrOne,
  mend: argumentOf(1),
};
