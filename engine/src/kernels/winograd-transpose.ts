/** Transposed convolution 4×4 or 3×3 of stride 2 by Winograd's filtering: each output phase has two taps, or one. */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { type ConvTransposeGeometry, product, transposedOutputSizes, triple } from "./geometry.ts";
import type { Plan } from "./plan.ts";
import { transposedFiltering } from "./winograd-filtering.ts";
import { cheapest, planWinograd } from "./winograd-plan.ts";

type TransposedFiltering = ReturnType<typeof transposedFiltering>;

/** Fewer channels do not pay for the transforms. */
const FEWEST_CHANNELS = 64;

/** The filtering for a transposed convolution, or null where it does not suit. */
export function winogradTransposedFiltering(
  runtime: Runtime,
  g: ConvTransposeGeometry,
): TransposedFiltering | null {
  const [kernel, padding] = [g.kernel[0]!, g.padding[0]!];
  const isPlain =
    g.input.length === 2 &&
    g.groups === 1 &&
    (kernel === 3 || kernel === 4) &&
    g.kernel[1] === kernel &&
    g.padding[1] === padding &&
    g.stride.every((s) => s === 2) &&
    g.dilation.every((d) => d === 1);
  if (!isPlain || Math.min(g.inChannels, g.outChannels) < FEWEST_CHANNELS) return null;
  const output = triple(transposedOutputSizes(g), 1);
  const choices = [transposedFiltering(kernel, padding, 4), transposedFiltering(kernel, padding, 2)];
  const direct = { pixels: g.batch * product(g.input), taps: kernel ** 2 };
  const best = cheapest(runtime, choices, { ...g, axes: 2, output }, direct);
  return best && best.low >= 0 ? best : null;
}

/** `weights` is [inChannels, outChannels, …kernel]; `fallback` computes where a number is NaN or Inf. */
export function planWinogradTranspose(
  runtime: Runtime,
  g: ConvTransposeGeometry,
  filtering: TransposedFiltering,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
  fallback: () => Plan,
): Plan {
  const sizes = transposedOutputSizes(g);
  const kernel = product(g.kernel);
  return planWinograd(runtime, {
    filtering,
    axes: 2,
    epilogue,
    batch: g.batch,
    inChannels: g.inChannels,
    outChannels: g.outChannels,
    input: triple(g.input, 1),
    low: [0, filtering.low, filtering.low],
    high: [0, 0, 0],
    output: triple(sizes, 1),
    dilation: 1,
    kernelDepth: 1,
    depthStep: 1,
    taps: { values: weights, rowStep: kernel, channelStep: g.outChannels * kernel },
    bias,
    outputShape: [g.batch, g.outChannels, ...sizes],
    macs: g.batch * g.inChannels * product(g.input) * g.outChannels * product(g.kernel),
    fallback,
  });
}
