/**
 * Chooses how a convolution is computed.
 *
 *     const plan = planConv(runtime, geometry, weights, bias, "relu");
 *     plan.algorithm                                            // "Winograd F(4×4, 3×3)"
 */
import { host, type Runtime } from "../runtime/index.ts";
import { type Epilogue, stepsOf, takesSecond, thenOf, withoutThen } from "./arithmetic.ts";
import { planDepthwiseConv, suitsDepthwise } from "./depthwise-conv.ts";
import { planDirectConv, suitsDirect } from "./direct-conv.ts";
import type { ElementStep } from "./element-steps.ts";
import { planSteps } from "./elementwise.ts";
import { allFinite } from "./finite.ts";
import { canFollow, planGemmConv } from "./gemm-conv.ts";
import { type ConvGeometry, outputSizes, product } from "./geometry.ts";
import { EmptyPlan, inMemory, inPlace, type Plan } from "./plan.ts";
import { planReferenceConv } from "./reference-conv.ts";
import { planWinogradConv, winogradFiltering } from "./winograd-conv.ts";

/**
 * A plan for y = epilogue(conv(x, weights) + bias), with the weights packed.
 * `weights` is [outChannels, inChannels / groups, …kernel], `bias` [outChannels] or null; both are copied. The epilogue's
 * other operand goes in with the run's options, as `second`; that takes SIMD, and so does what it does `then`.
 * The geometry must be valid (sizes ≥ 1, channels divisible by groups). Throws LimitError over the memory budget.
 */
export function planConv(
  runtime: Runtime,
  g: ConvGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number> | null = null,
  epilogue: Epilogue = "none",
): Plan {
  const biases = bias ?? new Float32Array(g.outChannels);
  const sizes = outputSizes(g);
  if (g.batch * product(sizes) === 0) return new EmptyPlan([g.batch, g.outChannels, ...sizes]);
  if (!host.simd) return planReferenceConv(runtime, g, weights, biases, epilogue);
  return inMemory(runtime, weights, () => choose(runtime, g, weights, biases, epilogue));
}

function choose(
  runtime: Runtime,
  g: ConvGeometry,
  weights: ArrayLike<number>,
  biases: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const areFinite = allFinite(runtime, weights);
  if (!areFinite || suitsDepthwise(g) || suitsDirect(g)) {
    if (takesSecond(epilogue) || thenOf(epilogue).length > 0)
      return followed(runtime, g, choose(runtime, g, weights, biases, "none"), stepsOf(epilogue));
    if (!areFinite) return planReferenceConv(runtime, g, weights, biases, epilogue);
    const plan = suitsDepthwise(g) ? planDepthwiseConv : planDirectConv;
    return plan(runtime, g, weights, biases, epilogue);
  }
  const filtering = winogradFiltering(runtime, g);
  if (!filtering && canFollow(g)) return planGemmConv(runtime, g, weights, biases, epilogue);
  const own = withoutThen(epilogue);
  const plan = filtering
    ? planWinogradConv(runtime, g, filtering, weights, biases, own)
    : planGemmConv(runtime, g, weights, biases, own);
  return followed(runtime, g, plan, thenOf(epilogue));
}

/** The plan, and the steps in place on what it gave. */
function followed(runtime: Runtime, g: ConvGeometry, plan: Plan, steps: readonly ElementStep[]): Plan {
  if (steps.length === 0) return plan;
  return inPlace(plan, planSteps(runtime, steps, g.batch * g.outChannels * product(outputSizes(g)))!);
}
