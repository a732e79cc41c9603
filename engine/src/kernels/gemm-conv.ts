/**
 * Convolution of any rank, stride, dilation, padding and number of groups by implicit GEMM. Without padding it reads
 * the input in place; a 1×1 kernel is the plain matrix product.
 * An epilogue with further steps is for one example alone: see `canFollow`.
 */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { gemmStage } from "./gemm-plan.ts";
import { type ConvGeometry, outputSizes, product, type Triple, triple } from "./geometry.ts";
import { padStage } from "./pad.ts";
import { KernelPlan, type Plan, type Stage } from "./plan.ts";
import { subsampleStage } from "./subsample.ts";

export function planGemmConv(
  runtime: Runtime,
  g: ConvGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const sizes = outputSizes(g);
  const first = firstStage(runtime, g);
  const { planeSizes, stride } = first;
  const planeBytes = product(planeSizes) * 4;
  const outputBytes = product(sizes) * 4;
  const channels = g.inChannels / g.groups;
  const [perGroup, taps] = [g.outChannels / g.groups, channels * product(g.kernel)];
  const { stage, scratchBytes } = gemmStage(runtime, [
    {
      source: first.stage ? "workspace" : "input",
      epilogue,
      groups: g.groups,
      rows: perGroup,
      weights: { values: weights, groupStep: perGroup * taps, rowStep: taps, tapOffsets: upTo(taps) },
      bias,
      pixelOffsets: gridOffsets(
        g.batch,
        g.inChannels * planeBytes,
        triple(sizes, 1),
        strides(planeSizes, stride),
      ),
      tapOffsets: gridOffsets(
        channels,
        planeBytes,
        triple(g.kernel, 1),
        strides(planeSizes, triple(g.dilation, 1)),
      ),
      outputOffsets: gridOffsets(
        g.batch,
        g.outChannels * outputBytes,
        triple(sizes, 1),
        strides(triple(sizes, 1), [1, 1, 1]),
      ),
      inputGroupBytes: channels * planeBytes,
      outputGroupBytes: perGroup * outputBytes,
      channelBytes: outputBytes,
    },
  ]);
  return new KernelPlan(runtime, {
    algorithm: product(g.kernel) === 1 ? "GEMM" : "implicit GEMM",
    outputShape: [g.batch, g.outChannels, ...sizes],
    macs: g.batch * g.outChannels * product(sizes) * taps,
    stages: first.stage ? [first.stage, stage] : [stage],
    workspaceBytes: first.stage ? g.batch * g.inChannels * planeBytes : 0,
    scratchBytes,
  });
}

/** A task writes stretches of the output, on which it can take further steps. */
export const canFollow = (g: ConvGeometry): boolean => g.batch === 1;

const upTo = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

/** What the product reads: the input itself, with padding, or of a 1×1 kernel with a stride only what it sees. */
function firstStage(
  runtime: Runtime,
  g: ConvGeometry,
): { stage: Stage | null; planeSizes: Triple; stride: Triple } {
  const planes = g.batch * g.inChannels;
  const [from, padded, stride] = [triple(g.input, 1), paddedSizes(g), triple(g.stride, 1)];
  if (product(padded) !== product(from)) {
    const stage = padStage(runtime, { planes, from, to: padded, low: triple(g.padLow, 0) });
    return { stage, planeSizes: padded, stride };
  }
  if (product(g.kernel) > 1 || product(stride) === 1) return { stage: null, planeSizes: from, stride };
  const to = triple(outputSizes(g), 1);
  return { stage: subsampleStage(runtime, { planes, from, to, stride }), planeSizes: to, stride: [1, 1, 1] };
}

/** The input's spatial sizes with the padding. */
export function paddedSizes(g: ConvGeometry): Triple {
  return triple(
    g.input.map((size, d) => size + g.padLow[d]! + g.padHigh[d]!),
    1,
  );
}

/** Byte distances along the three dimensions of a plane, times `step`. */
export function strides([, height, width]: Triple, [depthStep, rowStep, columnStep]: Triple): Triple {
  return [depthStep * height * width * 4, rowStep * width * 4, columnStep * 4];
}

/** Byte offsets of the points of a grid: `outer` planes `outerBytes` apart, `sizes` points in each. */
export function gridOffsets(outer: number, outerBytes: number, sizes: Triple, stride: Triple): Int32Array {
  const offsets = new Int32Array(outer * product(sizes));
  let at = 0;
  for (let n = 0; n < outer; n++) {
    for (let z = 0; z < sizes[0]; z++) {
      for (let y = 0; y < sizes[1]; y++) {
        const row = n * outerBytes + z * stride[0] + y * stride[1];
        for (let x = 0; x < sizes[2]; x++) offsets[at++] = row + x * stride[2];
      }
    }
  }
  return offsets;
}
