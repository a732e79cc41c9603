/** Classes of layers: a `Layer` under PyTorch's name whose constructor has the arguments `A` and whose forward is `F`. */
import type { Tensor } from "../tensor/tensor.ts";
import { Layer } from "./layer.ts";

export function define<
  A extends readonly unknown[],
  F extends (...inputs: never[]) => unknown = (input: Tensor) => Tensor,
>(name: string) {
  const cls = class extends Layer {
    constructor(...args: A) {
      super(name, args);
    }
  };
  Object.defineProperty(cls, "name", { value: name });
  return cls as unknown as { new (...args: A): Layer<Parameters<F>, ReturnType<F>> };
}
