/** Any function by its name, of tensors or of layers, as golden cases name them. */
import type { Tensor } from "@convlens/engine";
import { runFunction } from "@convlens/engine/graph";
import { type Args, torchFunctions } from "@convlens/engine/specs";

export const callFunction = (name: string, inputs: readonly Tensor[], args: Args): Tensor[] =>
  runFunction(torchFunctions.get(name)!, inputs, args);
