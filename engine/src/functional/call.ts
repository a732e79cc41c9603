/** What every function of `F` does: its tensors in front, the rest in PyTorch's order or as options. */

import type { LayerSpec } from "../specs/spec.ts";
import { functionsOf } from "../specs/torch/functional.ts";
import { named, withoutTensors } from "../tensor/arguments.ts";
import { runFunction } from "../tensor/function.ts";
import type { Ints, OutputSize } from "../tensor/options.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A function that gives values and places where `returnIndices` asks for both. */
export interface WithIndices<A extends readonly unknown[]> {
  (input: Tensor, size: Ints | OutputSize, options: { returnIndices: true }): [Tensor, Tensor];
  (...values: A): Tensor;
}

/**
 * The function of that name of `torch.nn.functional`, by the rules of a family that has it or the layer it is made of: one
 * result, or several in a list where arguments ask for them.
 */
export function functionNamed<F extends (...values: never[]) => unknown>(
  name: string,
  family: readonly LayerSpec[],
): F {
  let known: LayerSpec | undefined; // nothing is made of functions that nobody calls
  const call = (...values: readonly unknown[]): Tensor | Tensor[] => {
    known ??= specIn(family, name);
    const spec = known;
    const count = spec.inputs?.length ?? 1;
    const { args, tensors } = withoutTensors(spec, named(name, spec.params, values.slice(count)), count);
    const inputs = Array.from({ length: count }, (_, i) => values[i] as Tensor);
    const results = runFunction(spec, [...inputs, ...Object.values(tensors)], args);
    return results.length === 1 ? results[0]! : results;
  };
  return Object.defineProperty(call, "name", { value: name }) as unknown as F;
}

const specIn = (family: readonly LayerSpec[], name: string): LayerSpec =>
  [...family, ...functionsOf(family)].find((spec) => spec.kind === "function" && spec.name === name)!;
