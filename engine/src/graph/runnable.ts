/**
 * A layer that can be run from its spec and arguments alone, whichever framework it comes from.
 *
 *   const conv = torchLayer("Conv2d", { inChannels: 3, outChannels: 16, kernelSize: [3, 3] })!;
 *   conv.run([input])   // one tensor an output
 */
import type { Args } from "../specs/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface Runnable {
  /** Learned tensors and buffers by the names of the layer's own framework: "weight", "kernel", "moving_mean". */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Replaces one. Throws a ConvLensError where there is none of that name or its shape is another. */
  setWeight(name: string, value: Tensor): void;
  run(inputs: readonly Tensor[], callArgs?: Args): readonly Tensor[];
}
