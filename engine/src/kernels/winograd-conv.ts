/**
 * 3×3 convolution by Winograd's filtering, in one dimension of kernel 3: of stride 1, also with dilation (interleaved
 * sub-images, each an ordinary convolution) and in three dimensions (the kernel's depth joins the reduction); of stride 2.
 */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { planGemmConv } from "./gemm-conv.ts";
import { type ConvGeometry, outputSizes, product, triple } from "./geometry.ts";
import type { Plan } from "./plan.ts";
import { type Filtering, filtering, stridedFiltering } from "./winograd-filtering.ts";
import { cheapest, planWinograd } from "./winograd-plan.ts";

/** Fewer channels do not pay for the transforms; those of stride 2 save less. */
const FEWEST_CHANNELS = { 1: 16, 2: 64 } as const;

/** The filtering for a convolution, or null where it does not suit. */
export function winogradFiltering(runtime: Runtime, g: ConvGeometry): Filtering | null {
  const dilation = g.dilation.slice(-2);
  const stride = g.stride[0]!;
  const axes = axesOf(g);
  const isPlain =
    g.groups === 1 &&
    (stride === 1 || (stride === 2 && axes === 2 && g.input.length === 2 && dilation[0] === 1)) &&
    g.stride.every((s) => s === stride) &&
    g.kernel.slice(-2).every((k) => k === 3) &&
    dilation[0] === dilation.at(-1);
  if (!isPlain || Math.min(g.inChannels, g.outChannels) < FEWEST_CHANNELS[stride as 1 | 2]) return null;
  const output = triple(outputSizes(g), 1);
  const of = stride === 1 ? filtering : stridedFiltering;
  const direct = { pixels: g.batch * product(output), taps: 3 ** axes };
  return cheapest(runtime, [of(4), of(2)], { ...g, axes, output }, direct);
}

export function planWinogradConv(
  runtime: Runtime,
  g: ConvGeometry,
  chosen: Filtering,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const sizes = outputSizes(g);
  const [kernelDepth] = triple(g.kernel, 1);
  const channels = g.inChannels * kernelDepth;
  const axes = axesOf(g);
  return planWinograd(runtime, {
    filtering: chosen,
    axes,
    epilogue,
    batch: g.batch,
    inChannels: g.inChannels,
    outChannels: g.outChannels,
    input: triple(g.input, 1),
    low: triple(g.padLow, 0),
    high: triple(g.padHigh, 0),
    output: triple(sizes, 1),
    dilation: g.dilation.at(-1)!,
    kernelDepth,
    depthStep: triple(g.dilation, 1)[0],
    taps: { values: weights, rowStep: channels * 3 ** axes, channelStep: 3 ** axes },
    bias,
    outputShape: [g.batch, g.outChannels, ...sizes],
    macs: g.batch * g.outChannels * product(sizes) * g.inChannels * product(g.kernel),
    fallback: () => planGemmConv(runtime, g, weights, bias, epilogue),
  });
}

function axesOf(g: ConvGeometry): 1 | 2 {
  return g.input.length === 1 ? 1 : 2;
}
