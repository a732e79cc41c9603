/** What every function of `F` does: its tensors in front, the rest in PyTorch's order or as options. */

import { torchFunctions } from "../specs/torch/index.ts";
import { named, withoutTensors } from "../tensor/arguments.ts";
import { runFunction } from "../tensor/function.ts";
import type { Ints, OutputSize } from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A function that gives values and places where `returnIndices` asks for both. */
export interface WithIndices<A extends readonly unknown[]> {
  (input: Tensor, size: Ints | OutputSize, options: { returnIndices: true }): [Tensor, Tensor];
  (...values: A): Tensor;
}

/** The function of that name of `torch.nn.functional`: one result, or several in a list where arguments ask for them. */
export function functionNamed<F extends (...values: never[]) => unknown>(name: string): F {
  const spec = torchFunctions.get(name)!;
  const count = spec.inputs?.length ?? 1;
  const call = (...values: readonly unknown[]): Tensor | Tensor[] => {
    const { args, tensors } = withoutTensors(spec, named(name, spec.params, values.slice(count)), count);
    const inputs = Array.from({ length: count }, (_, i) => values[i] as Tensor);
    const results = runFunction(spec, [...inputs, ...Object.values(tensors)], args);
    return results.length === 1 ? results[0]! : results;
  };
  return Object.defineProperty(call, "name", { value: name }) as unknown as F;
}
