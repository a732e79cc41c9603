/**
 * What goes on after an error: the shape that a layer or function gives once its mistake is mended in the nearest way
 * (how, each problem's rule says), so that everything behind it still has shapes.
 *
 *   x.transpose(1, 3)                          // [2, 3, 4] has no axis 3: goes on as transpose(1, 2)
 *   new nn.Conv2d(3, 8, 3, { stride: 0 })      // goes on with stride 1
 */
import { type Args, infer, isUnknown, type LayerSpec, type Shape, unknown } from "@convlens/engine/specs";
import type { PolicyOf } from "../../facts/policy.ts";
import type { Problem } from "../../facts/problem.ts";

const MOST_MISTAKES = 4; // in one call

/** The outputs of a failed call, as far as they can be told. */
export function outputsAfter(
  spec: LayerSpec,
  args: Args,
  inputs: readonly Shape[],
  callArgs: Args | undefined,
  failed: { readonly outputs: readonly Shape[]; readonly problems: readonly Problem[] },
  policyOf: PolicyOf,
): readonly Shape[] {
  let result = failed;
  let [mendedArgs, mendedInputs] = [args, inputs];
  for (let i = 0; i < MOST_MISTAKES; i++) {
    const problem = result.problems.find(({ severity }) => severity !== "warning");
    if (!problem) break;
    const { mend, outputNeverRight } = policyOf(problem.code);
    if (result.outputs.every(isKnown) && !(i === 0 && outputNeverRight)) break;
    const mended = mend?.({ spec, problem, args: mendedArgs, input: mendedInputs[0] ?? null });
    if (!mended) break;
    if ("args" in mended) mendedArgs = mended.args;
    else mendedInputs = [mended.input, ...mendedInputs.slice(1)];
    result = infer(spec, mendedArgs, mendedInputs, callArgs ? { callArgs } : {});
  }
  // a size below zero is none: what comes of it is not known
  return result === failed && !failed.problems.every(({ severity }) => severity === "warning")
    ? failed.outputs.map(withoutNegative)
    : result.outputs;
}

const withoutNegative = (shape: Shape): Shape =>
  shape?.map((size) => (typeof size === "number" && size < 0 ? unknown : size)) ?? null;

const isKnown = (shape: Shape): boolean => shape !== null && !shape.some(isUnknown);

/** Constructor arguments that no layer takes, as the nearest ones that it does. */
export function mendedConstruction(
  spec: LayerSpec,
  given: Args,
  problems: readonly Problem[],
  policyOf: PolicyOf,
): Args {
  return problems.reduce((args, problem) => {
    const mended = policyOf(problem.code).mend?.({ spec, problem, args, input: null });
    return mended && "args" in mended ? mended.args : args;
  }, given);
}
