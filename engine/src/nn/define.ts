/** Classes of layers: a `Layer` under PyTorch's name whose constructor has the arguments `A` and whose forward is `F`, with the rules that its family has of it. */
import { ConvLensError } from "../errors/convlens-error.ts";
import type { LayerSpec } from "../specs/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Layer } from "./layer.ts";

export function define<
  A extends readonly unknown[],
  F extends (...inputs: never[]) => unknown = (input: Tensor) => Tensor,
>(name: string, family: readonly LayerSpec[]) {
  const cls = class extends Layer {
    constructor(...args: A) {
      super(name, family, args);
    }
  };
  Object.defineProperty(cls, "name", { value: name });
  // Python has no `new`, and JavaScript's own message would not name the layer
  const called = new Proxy(cls, {
    apply() {
      throw new ConvLensError(`${name} is a class: write new nn.${name}(…)`, "argument-type", "TypeError");
    },
  });
  Object.defineProperty(cls.prototype, "constructor", { value: called });
  return called as unknown as { new (...args: A): Layer<Parameters<F>, ReturnType<F>> };
}
