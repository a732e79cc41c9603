/**
 * Operations of either library, run from plain data: what previews are made of.
 *
 *   const conv = runnable({ library: "torch", kind: "layer", name: "Conv2d", args, inputShapes: [[1, 3, 32, 32]] }, 7);
 *   const [y] = conv.run([x]);
 */
import { executor } from "../execution/default.ts";
import { type Op, specOf } from "./op.ts";
import type { Runnable } from "./runnable.ts";
import { layerTable, operationTable } from "./tfjs/job.ts";
import { tfjsRunnable } from "./tfjs/runnable.ts";
import { torchRunnable } from "./torch.ts";

export { paddedIndex } from "../jobs/sizes.ts";
export { runFunction } from "../tensor/function.ts";
export { type Cost, costOf } from "./cost.ts";
export { type InnerOp, type Op, type OpArg, type OpArgs, opArgs, specArgs, specOf } from "./op.ts";
export type { Runnable } from "./runnable.ts";

/**
 * Something that can run; undefined where this engine cannot compute the op (the caller then says so). Initial weights
 * follow the library's own rule and are the same for the same seed, which the engine's generator is given. Throws a
 * ConvLensError where the library's constructor refuses the arguments, a LimitError for weights beyond what a tensor may
 * take.
 */
export function runnable(op: Op, seed = 0): Runnable | undefined {
  if (!specOf(op)) return undefined;
  return op.library === "torch" ? torchRunnable(op, seed) : tfjsRunnable(op, seed);
}

/** Whether this engine computes a layer or function of that name, for arguments that it knows. */
export function isComputed(op: Pick<Op, "library" | "kind" | "name">): boolean {
  const spec = specOf(op);
  if (!spec) return false;
  if (op.library === "torch") return executor.computes(spec);
  return (op.kind === "layer" ? layerTable : operationTable).has(op.name);
}
