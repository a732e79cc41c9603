/** Tensor functions: the spec decides what comes out and what is refused, the kernel computes it. */
import { runtime } from "../runtime/index.ts";
import { complete } from "../specs/arguments.ts";
import { construct, infer } from "../specs/run.ts";
import type { Args, LayerSpec, Problem } from "../specs/spec.ts";
import { torchFunctions } from "../specs/torch/index.ts";
import { ConvLensError } from "../tensor/errors.ts";
import { countOf, Tensor } from "../tensor/tensor.ts";
import { planned } from "./fast.ts";
import { kernelOf, type State } from "./kernels.ts";

/** Runs a function of `torchFunctions` by name. Throws a ConvLensError where PyTorch raises. */
export function callFunction(name: string, inputs: readonly Tensor[], given: Args): Tensor[] {
  const spec = torchFunctions.get(name)!;
  throwFirst(construct(spec, given).problems);
  return compute(spec, complete(spec, given), inputs, {});
}

/** Checks shapes, then computes. `args` are complete. */
export function compute(
  spec: LayerSpec,
  args: Args,
  inputs: readonly Tensor[],
  state: State,
  callArgs: Args = {},
  training = false,
): Tensor[] {
  const { outputs, problems } = infer(
    spec,
    args,
    inputs.map((tensor) => tensor.shape),
    { callArgs, training },
  );
  throwFirst(problems);
  const shapes = outputs.map((shape) => (shape ?? []) as number[]);
  const data = shapes.map((shape) => runtime.memory.floats(countOf(shape)));
  planned(
    spec.name,
    kernelOf(spec.name),
  )({
    args,
    callArgs,
    training,
    state,
    inputs: inputs.map((tensor) => ({ data: tensor.raw, shape: tensor.shape })),
    outputs: shapes.map((shape, i) => ({ data: data[i]!, shape })),
  });
  return shapes.map((shape, i) => Tensor.wrap(data[i]!, shape));
}

export function throwFirst(problems: readonly Problem[]): void {
  const error = problems.find((problem) => problem.severity !== "warning");
  if (error) throw ConvLensError.of(error);
}
