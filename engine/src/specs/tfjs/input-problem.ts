/** What TensorFlow.js says of an input, and what it calls the layer. */
import { wordOf } from "../arguments.ts";
import type { SpecCode } from "../codes.ts";
import type { Args, Problem } from "../spec.ts";

/** The layer's name in TensorFlow.js's messages. */
export const nameOf = (rules: { readonly name: string }, args: Args): string =>
  wordOf(args.name) ?? rules.name;

export const inputProblem = (
  code: SpecCode,
  message: string,
  runtime: string,
  exception = "ValueError",
): Problem => ({
  code,
  stage: "forward",
  at: { input: 0 },
  message,
  runtime,
  exception,
});
