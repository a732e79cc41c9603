/** What normalisations have in common: their widths and what has one value only. */
import { type Dim, ge } from "../../dims/index.ts";
import { dimOf, number } from "../arguments.ts";
import { show, showShape } from "../layer.ts";
import type { Call, Problem } from "../spec.ts";

export const eps = number("eps", "Added to the variance.", { default: 1e-5 });

export function checkWidth({ args, require }: Pick<Call, "args" | "require">, name: string): boolean {
  const width = dimOf(args[name]);
  return require(ge(width, 0), () => ({
    code: "argument-negative",
    stage: "construct",
    at: { arg: name },
    message: `cannot have ${name} ${show(width)}: sizes are not negative`,
    runtime: `Trying to create tensor with negative dimension ${show(width)}: [${show(width)}]`,
    exception: "RuntimeError",
  }));
}

export const featuresProblem = (
  features: Dim,
  channels: Dim,
  what: string,
  of: "features" | "channels" = "features",
): Problem => ({
  code: "norm-features",
  stage: "forward",
  at: { arg: of === "features" ? "numFeatures" : "numChannels" },
  message: `has ${show(features)} ${of}, the input has ${show(channels)} channels`,
  runtime: what,
  exception: "RuntimeError",
  expected: channels,
  received: features,
});

/** Of one value the mean is the value, and nothing is left. */
export const oneValueProblem = (input: readonly Dim[], of: string, runtime: string): Problem => ({
  code: "norm-one-value",
  stage: "forward",
  at: { input: 0 },
  message: `needs more than one value a ${of}, receives ${showShape(input)}`,
  runtime,
  exception: "ValueError",
});
