/** Tensor functions: the spec decides what comes out and what is refused, a kernel computes it. */
import { runtime } from "../runtime/index.ts";
import { complete } from "../specs/arguments.ts";
import { construct } from "../specs/run.ts";
import type { Args, LayerSpec } from "../specs/spec.ts";
import { torchFunctions } from "../specs/torch/index.ts";
import { Tensor } from "../tensor/tensor.ts";
import { siteOf, throwFirst } from "./call-site.ts";
import type { State } from "./kernels.ts";
import { runNoted } from "./last-run.ts";
import "./plans/index.ts";

export { throwFirst } from "./call-site.ts";

/** Runs a function of `torchFunctions` by name. Throws a ConvLensError where PyTorch raises. */
export function callFunction(name: string, inputs: readonly Tensor[], given: Args): Tensor[] {
  const spec = torchFunctions.get(name)!;
  throwFirst(construct(spec, given).problems);
  return compute(spec, complete(spec, given), inputs, {});
}

const NO_ARGS: Args = {};

/** Checks shapes, then computes. `args` are complete and never change. */
export function compute(
  spec: LayerSpec,
  args: Args,
  inputs: readonly Tensor[],
  state: State,
  callArgs: Args = NO_ARGS,
  training = false,
): Tensor[] {
  const site = siteOf(spec, args, state);
  const call = site.resolve({ inputs, state, callArgs, training });
  const outputs = call.shapes.map((shape, i) => ({ data: runtime.memory.floats(call.counts[i]!), shape }));
  const cells = inputs.map((tensor) => ({ data: tensor.raw, shape: tensor.shape }));
  const job = { args, callArgs, training, state, inputs: cells, outputs };
  runNoted(site.prepare(call, job), job);
  return outputs.map(({ data, shape }) => Tensor.wrap(data, shape));
}
