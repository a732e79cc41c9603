/**
 * Chooses how a convolution is computed.
 *
 *     const plan = planConv(runtime, geometry, weights, bias, "relu");
 *     plan.algorithm                                            // "Winograd F(4×4, 3×3)"
 */
import { host, type Runtime } from "../runtime/index.ts";
import { adds, boundsOf, type Epilogue } from "./arithmetic.ts";
import { planDepthwiseConv, suitsDepthwise } from "./depthwise-conv.ts";
import { planDirectConv, suitsDirect } from "./direct-conv.ts";
import { planSum } from "./elementwise.ts";
import { allFinite } from "./finite.ts";
import { planGemmConv } from "./gemm-conv.ts";
import { type ConvGeometry, outputSizes, product } from "./geometry.ts";
import { EmptyPlan, inMemory, inPlace, type Plan } from "./plan.ts";
import { planReferenceConv } from "./reference-conv.ts";
import { planWinogradConv, winogradFiltering } from "./winograd-conv.ts";

/**
 * A plan for y = epilogue(conv(x, weights) + bias), with the weights packed.
 * `weights` is [outChannels, inChannels / groups, …kernel], `bias` [outChannels] or null; both are copied. What the
 * epilogue adds goes in with the run's options, as `second`; that takes SIMD.
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
  const filtering = winogradFiltering(runtime, g);
  const areFinite = allFinite(runtime, weights);
  if (areFinite && !suitsDepthwise(g) && !suitsDirect(g))
    return filtering
      ? planWinogradConv(runtime, g, filtering, weights, biases, epilogue)
      : planGemmConv(runtime, g, weights, biases, epilogue);
  if (adds(epilogue)) {
    const count = g.batch * g.outChannels * product(outputSizes(g));
    return inPlace(choose(runtime, g, weights, biases, "none"), planSum(runtime, count, boundsOf(epilogue))!);
  }
  if (!areFinite) return planReferenceConv(runtime, g, weights, biases, epilogue);
  return suitsDepthwise(g)
    ? planDepthwiseConv(runtime, g, weights, biases, epilogue)
    : planDirectConv(runtime, g, weights, biases, epilogue);
}
