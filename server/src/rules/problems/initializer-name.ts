/** An initializer of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const initializerName: Rule = {
  code: "initializer-name",
  severity: "error",
  title: "An initializer of an unknown name",
  explain: "Names are camelCase: `heNormal`, not `he_normal`.",
  wrong: stack('dense({ units: 4, inputShape: [8], kernelInitializer: "he_normal" })'),
  right: stack('dense({ units: 4, inputShape: [8], kernelInitializer: "heNormal" })'),
  fixes: nameFixes,
};
