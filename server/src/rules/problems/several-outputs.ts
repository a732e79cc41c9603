/** A layer with several outputs in a sequential model. */
import type { Rule } from "../kit/rule.ts";
import { stack } from "../kit/tfjs-examples.ts";

export const severalOutputs: Rule = {
  code: "several-outputs",
  severity: "error",
  title: "A layer with several outputs in a sequential model",
  explain: "Layers with `returnState` need the functional API.",
  wrong: stack("lstm({ units: 4, returnState: true, inputShape: [5, 3] })"),
  right: stack("lstm({ units: 4, inputShape: [5, 3] })"),
};
