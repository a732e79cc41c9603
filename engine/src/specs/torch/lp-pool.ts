/** Power-average pooling: (Σ xᵖ)^(1/p) of each window, computed as PyTorch does by way of the mean. */
import { bool, ints, isList, needInts, needNumber, numberOf } from "../arguments.ts";
import { RANKS, type Rank, torchDocs } from "../layer.ts";
import { bool as pyBool, tuple } from "../python.ts";
import type { Args, LayerSpec } from "../spec.ts";
import { inferPool, poolFormula } from "./pool.ts";
import { windowsOf } from "./window.ts";

/** The average pooling that it is made of. */
export const averaged = (args: Args): Args => ({
  ...args,
  padding: 0,
  countIncludePad: true,
  divisorOverride: null,
});

function lpPoolSpec(rank: Rank): LayerSpec {
  const name = `LPPool${rank}d`;
  return {
    name,
    kind: "layer",
    summary: "The p-norm of each window.",
    docs: torchDocs(name),
    params: [
      needNumber("normType", "The power p: 1 sums, a large one comes near to the largest value."),
      { ...needInts("kernelSize", "Size of the window."), checkedAt: "forward" },
      ints("stride", "Step of the window; the kernel's size by default.", { default: null }),
      bool("ceilMode", "Lets a last window hang over the end.", { default: false }),
    ],
    functional: { name: `lpPool${rank}d` },
    infer(call) {
      if (numberOf(call.args.normType) === 0)
        call.fail({
          code: "argument-value",
          stage: "forward",
          at: { arg: "normType" },
          message: "takes the 1/p-th power, and its p is 0",
          runtime: "float division by zero",
          exception: "ZeroDivisionError",
        });
      return inferPool({ ...call, args: averaged(call.args) }, "Avg", rank);
    },
    macs: () => 0,
    formula: (args, [input], [output]) => poolFormula(averaged(args), rank, input!, output!),
    geometry: (args) => ({ windows: windowsOf(averaged(args), rank), mode: "nothing", groups: "each" }),
    repr: ({ normType, kernelSize, stride, ceilMode }) => {
      const printed = (arg: unknown): string =>
        arg === null || arg === undefined ? "None" : isList(arg) ? tuple(arg) : String(arg);
      return `norm_type=${printed(normType)}, kernel_size=${printed(kernelSize)}, stride=${printed(stride)}, ceil_mode=${pyBool(ceilMode)}`;
    },
  };
}

export const lpPoolSpecs: readonly LayerSpec[] = RANKS.map(lpPoolSpec);
