/** Tensor functions and layers on tensors: the executor on their numbers. */
import { throwFirst } from "../execution/call-site.ts";
import { executor } from "../execution/default.ts";
import type { State } from "../jobs/job.ts";
import { complete } from "../specs/arguments.ts";
import { construct, infer } from "../specs/run.ts";
import type { Args, CallArgs, LayerSpec } from "../specs/spec.ts";
import { inTraining } from "../specs/torch/functional.ts";
import { tensorFunctions } from "../specs/torch/functions/tensor-functions.ts";
import { requireTensor } from "./arguments.ts";
import { Tensor } from "./tensor.ts";
import { noteComputed } from "./tidy.ts";

export { throwFirst } from "../execution/call-site.ts";

/** Runs one of the functions that tensors have, by name. */
export const callFunction = (name: string, inputs: readonly Tensor[], given: Args): Tensor[] =>
  runFunction(tensorFunctions.get(name)!, inputs, given);

/**
 * Runs a function. Tensors among its arguments are inputs, and the arguments their places. Throws a ConvLensError where
 * PyTorch raises.
 */
export function runFunction(spec: LayerSpec, inputs: readonly Tensor[], given: Args): Tensor[] {
  throwFirst(construct(spec, given).problems);
  const args = complete(spec, given);
  const training = inTraining({ args });
  if (!spec.asLayer) return compute(spec, args, inputs, {}, {}, training);
  requireTensors(spec, inputs);
  const shapes = inputs.map(({ shape }) => shape);
  throwFirst(infer(spec, args, shapes).problems);
  const layer = spec.asLayer(args, shapes)!;
  const state = Object.fromEntries(
    Object.entries(layer.tensors).map(([weight, at]) => [
      weight,
      { data: inputs[at]!.raw, shape: inputs[at]!.shape },
    ]),
  );
  const count = layer.spec.inputs?.length ?? 1;
  return compute(layer.spec, layer.args, inputs.slice(0, count), state, {}, training);
}

function requireTensors(spec: LayerSpec, inputs: readonly Tensor[]): void {
  for (let i = 0; i < inputs.length; i++)
    if (!(inputs[i] instanceof Tensor))
      requireTensor(spec.name, spec.inputs?.[i] ?? spec.inputs?.at(-1) ?? "input", inputs[i]);
}

/** Checks shapes, then computes. `args` are complete and never change. */
export function compute(
  spec: LayerSpec,
  args: Args,
  inputs: readonly Tensor[],
  state: State,
  callArgs?: CallArgs,
  training = false,
): Tensor[] {
  requireTensors(spec, inputs);
  const cells = inputs.map((tensor) => tensor.cells);
  const outputs = executor.run(spec, args, cells, state, callArgs, training);
  return outputs.map((output) => {
    const tensor = Tensor.of(output);
    noteComputed(tensor);
    return tensor;
  });
}
