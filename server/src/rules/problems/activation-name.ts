/** An activation of an unknown name. */
import { nameFixes } from "../fixes/tfjs.ts";
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const activationName: Rule = {
  code: "activation-name",
  severity: "error",
  title: "An activation of an unknown name",
  explain:
    "Names are camelCase and exact: `relu`, `hardSigmoid`. Leaky ReLU is a layer, `tf.layers.leakyReLU`.",
  wrong: stack('dense({ units: 4, inputShape: [8], activation: "Relu" })'),
  right: stack('dense({ units: 4, inputShape: [8], activation: "relu" })'),
  fixes: nameFixes,
};
