/** Tensor functions and layers on tensors: the executor on their numbers. */
import { throwFirst } from "../execution/call-site.ts";
import { executor } from "../execution/default.ts";
import type { State } from "../jobs/job.ts";
import { complete } from "../specs/arguments.ts";
import { construct } from "../specs/run.ts";
import type { Args, LayerSpec } from "../specs/spec.ts";
import { torchFunctions } from "../specs/torch/index.ts";
import { requireTensor } from "./arguments.ts";
import { Tensor } from "./tensor.ts";

export { throwFirst } from "../execution/call-site.ts";

/** Runs a function of `torchFunctions` by name. Throws a ConvLensError where PyTorch raises. */
export function callFunction(name: string, inputs: readonly Tensor[], given: Args): Tensor[] {
  const spec = torchFunctions.get(name)!;
  throwFirst(construct(spec, given).problems);
  return compute(spec, complete(spec, given), inputs, {});
}

/** Checks shapes, then computes. `args` are complete and never change. */
export function compute(
  spec: LayerSpec,
  args: Args,
  inputs: readonly Tensor[],
  state: State,
  callArgs?: Args,
  training = false,
): Tensor[] {
  for (const [i, input] of inputs.entries())
    requireTensor(spec.name, spec.inputs?.[i] ?? spec.inputs?.at(-1) ?? "input", input);
  const cells = inputs.map((tensor) => ({ data: tensor.raw, shape: tensor.shape }));
  const outputs = executor.run(spec, args, cells, state, callArgs, training);
  return outputs.map(({ data, shape }) => Tensor.wrap(data, shape));
}
