/** Tensors among the arguments of a layer or a function, such as the class weights of a loss. */
import type { Arg, Args } from "../specs/spec.ts";
import { Tensor } from "../tensor/tensor.ts";

/** They become inputs behind the first `count`; the argument then is the input's place. */
export function withoutTensors(
  given: Readonly<Record<string, unknown>>,
  count: number,
): { args: Args; tensors: Readonly<Record<string, Tensor>> } {
  const tensors: Record<string, Tensor> = {};
  const args: Record<string, Arg> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value instanceof Tensor) {
      args[name] = count + Object.keys(tensors).length;
      tensors[name] = value;
    } else args[name] = value as Arg;
  }
  return { args, tensors };
}
