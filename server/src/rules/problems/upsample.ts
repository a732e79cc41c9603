/** Upsampling that is not defined. */
import { layer } from "../kit/examples.ts";
import type { Rule } from "../kit/rule.ts";

export const upsample: Rule = {
  code: "upsample",
  severity: "error",
  title: "Upsampling that is not defined",
  explain: "Give a size or a scale factor; each interpolation mode has its own number of axes.",
  wrong: layer("[1, 3, 8, 8]", 'Upsample({ scaleFactor: 2, mode: "linear" })'),
  right: layer("[1, 3, 8, 8]", 'Upsample({ scaleFactor: 2, mode: "bilinear" })'),
};
