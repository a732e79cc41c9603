/** Any function by its name, of tensors or of layers, as golden cases name them. */
import type { Tensor } from "@convlens/engine";
import { type Args, torchFunctions } from "@convlens/engine/specs";
import { runFunction } from "../../../engine/src/tensor/function.ts";

export const callFunction = (name: string, inputs: readonly Tensor[], args: Args): Tensor[] =>
  runFunction(torchFunctions.get(name)!, inputs, args);
