/**
 * An operation that can be run from its name and arguments alone, whichever library it comes from.
 *
 *   const op = { library: "torch", kind: "layer", name: "Conv2d", args: { inChannels: 3, outChannels: 16, kernelSize: 3 }, inputShapes: [[1, 3, 32, 32]] };
 *   runnable(op)!.run([randn(1, 3, 32, 32)])   // one tensor an output
 */

import { ConvLensError } from "../errors/convlens-error.ts";
import type { CallArgs } from "../specs/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface Runnable {
  /** Learned tensors and running statistics by the names of the op's own library: "weight", "kernel", "moving_mean". */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Replaces one. Throws a ConvLensError where there is none of that name or its shape is another. */
  setWeight(name: string, value: Tensor): void;
  /** One tensor an output, as in inference: no dropout, kept statistics. Throws a ConvLensError where the library refuses. */
  run(inputs: readonly Tensor[], callArgs?: CallArgs): readonly Tensor[];
  /** What computed the last run: "implicit GEMM", "Winograd F(4×4, 3×3)", "plain loops". */
  readonly algorithm: string;
}

/** Throws where `value` cannot take the place of the weight called `name`. */
export function checkWeight(weights: ReadonlyMap<string, Tensor>, name: string, value: Tensor): void {
  const own = weights.get(name);
  if (!own)
    throw new ConvLensError(
      `has no weight ${name}; its weights are ${[...weights.keys()].join(", ") || "none"}`,
      "state-dict",
    );
  if (own.shape.join() !== value.shape.join())
    throw new ConvLensError(
      `its weight ${name} is [${own.shape.join(", ")}], not [${value.shape.join(", ")}]`,
      "state-dict",
    );
}
