/** A softmax that is not along the last axis. */
import { setExpected } from "../fixes/arguments.ts";
import type { Rule } from "../kit/rule.ts";
import { on } from "../kit/tfjs-examples.ts";

export const softmaxAxis: Rule = {
  code: "softmax-axis",
  severity: "error",
  title: "A softmax that is not along the last axis",
  explain: "TensorFlow.js computes softmax along the last axis only, and the layer's default is axis 1.",
  wrong: on("[5, 4]", "softmax()"),
  right: on("[5, 4]", "softmax({ axis: -1 })"),
  fixes: setExpected,
};
