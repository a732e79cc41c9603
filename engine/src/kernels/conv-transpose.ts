/**
 * Transposed convolution by output phases: output positions that agree modulo the stride see the same kernel taps, so
 * each phase is a convolution of stride 1 with a part of the kernel. No zeros are inserted, nothing is scattered.
 *
 * With o + padding = stride · q + phase, the tap k contributes x[(o + padding − dilation·k) / stride] wherever
 * dilation·k ≡ phase (mod stride).
 */
import { host, type Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { allFinite } from "./finite.ts";
import { type GemmProblem, gemmStage } from "./gemm-plan.ts";
import type { Weights } from "./gemm-weights.ts";
import {
  type ConvTransposeGeometry,
  product,
  type Triple,
  transposedOutputSizes,
  triple,
} from "./geometry.ts";
import { type Padding, padStage } from "./pad.ts";
import { EmptyPlan, inMemory, KernelPlan, type Plan } from "./plan.ts";
import { planReferenceTranspose } from "./reference-conv.ts";
import { planWinogradTranspose, winogradTransposedFiltering } from "./winograd-transpose.ts";

/**
 * A plan for y = epilogue(convTranspose(x, weights) + bias). `weights` is [inChannels, outChannels / groups, …kernel],
 * `bias` [outChannels] or null; both are copied. Throws LimitError over the memory budget.
 */
export function planConvTranspose(
  runtime: Runtime,
  g: ConvTransposeGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number> | null = null,
  epilogue: Epilogue = "none",
): Plan {
  const biases = bias ?? new Float32Array(g.outChannels);
  const sizes = transposedOutputSizes(g);
  const outputShape = [g.batch, g.outChannels, ...sizes];
  if (product(outputShape) === 0) return new EmptyPlan(outputShape);
  if (!host.simd) return planReferenceTranspose(runtime, g, weights, biases, epilogue);
  return inMemory(runtime, weights, () => {
    if (!allFinite(runtime, weights)) return planReferenceTranspose(runtime, g, weights, biases, epilogue);
    const byPhases = () => planPhases(runtime, g, weights, biases, epilogue);
    const filtering = winogradTransposedFiltering(runtime, g);
    return filtering
      ? planWinogradTranspose(runtime, g, filtering, weights, biases, epilogue, byPhases)
      : byPhases();
  });
}

function planPhases(
  runtime: Runtime,
  g: ConvTransposeGeometry,
  weights: ArrayLike<number>,
  biases: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const sizes = transposedOutputSizes(g);
  const axes = triple(sizes, 1).map((_, d) => axisPhases(g, d));
  const padding = inputPadding(g, axes);
  const isPadded = product(padding.to) !== product(padding.from);
  const { stage, scratchBytes } = gemmStage(
    runtime,
    phasesOf(axes).map((phase) => phaseProblem(g, phase, padding, weights, biases, epilogue)),
  );
  return new KernelPlan(runtime, {
    algorithm: "implicit GEMM of output phases",
    outputShape: [g.batch, g.outChannels, ...sizes],
    macs: g.batch * g.inChannels * product(g.input) * (g.outChannels / g.groups) * product(g.kernel),
    stages: [...(isPadded ? [padStage(runtime, padding)] : []), stage],
    workspaceBytes: isPadded ? padding.planes * product(padding.to) * 4 : 0,
    scratchBytes,
  });
}

/** Along one dimension: the taps of a phase, its output positions, and the input position that tap 0 reads for each. */
interface AxisPhase {
  readonly taps: { readonly index: number; readonly back: number }[];
  readonly outputs: number[];
  readonly inputs: number[];
}

function axisPhases(g: ConvTransposeGeometry, d: number): AxisPhase[] {
  const [kernel, stride, dilation] = [g.kernel, g.stride, g.dilation].map((sizes) => triple(sizes, 1)[d]!);
  const padding = triple(g.padding, 0)[d]!;
  const size = triple(transposedOutputSizes(g), 1)[d]!;
  return Array.from({ length: stride! }, (_, phase) => {
    const outputs = range(size).filter((o) => (o + padding) % stride! === phase);
    const taps = range(kernel!)
      .filter((k) => (dilation! * k) % stride! === phase)
      .map((index) => ({ index, back: (dilation! * index - phase) / stride! }));
    return { taps, outputs, inputs: outputs.map((o) => (o + padding - phase) / stride!) };
  }).filter(({ outputs }) => outputs.length > 0);
}

type Phase = readonly [AxisPhase, AxisPhase, AxisPhase];

function phasesOf([depth, height, width]: AxisPhase[][]): Phase[] {
  return depth!.flatMap((a) => height!.flatMap((b) => width!.map((c): Phase => [a, b, c])));
}

/** Zeros around the input, so that every tap of every phase reads inside. */
function inputPadding(g: ConvTransposeGeometry, axes: AxisPhase[][]): Padding {
  const from = triple(g.input, 1);
  const low = axes.map((phases) =>
    Math.max(0, ...phases.flatMap(({ taps, inputs }) => taps.map(({ back }) => back - inputs[0]!))),
  );
  const high = axes.map((phases, d) =>
    Math.max(
      0,
      ...phases.flatMap(({ taps, inputs }) => taps.map(({ back }) => inputs.at(-1)! - back + 1 - from[d]!)),
    ),
  );
  // what no tap sees must find a zero to multiply its 0 with: NaN and Inf are none of its business
  if (axes.some((phases) => phases.some(({ taps }) => taps.length === 0))) low[2] = Math.max(1, low[2]!);
  const to = from.map((size, d) => size + low[d]! + high[d]!);
  return { planes: g.batch * g.inChannels, from, to: triple(to, 1), low: triple(low, 0) };
}

function phaseProblem(
  g: ConvTransposeGeometry,
  phase: Phase,
  { from, to, low }: Padding,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): GemmProblem {
  const planeBytes = product(to) * 4;
  const outputSizes = triple(transposedOutputSizes(g), 1);
  const outputBytes = product(outputSizes) * 4;
  const inChannels = g.inChannels / g.groups;
  const outChannels = g.outChannels / g.groups;
  const taps = tapsOf(phase);
  const input = positions(
    g.batch,
    g.inChannels * planeBytes,
    to,
    phase.map(({ inputs }, d) => inputs.map((i) => i + low[d]!)),
  );
  const output = positions(
    g.batch,
    g.outChannels * outputBytes,
    outputSizes,
    phase.map(({ outputs }) => outputs),
  );
  return {
    source: product(to) === product(from) ? "input" : "workspace",
    epilogue,
    groups: g.groups,
    rows: outChannels,
    weights: phaseWeights(
      g,
      weights,
      taps.map(({ index }) => index),
    ),
    bias,
    pixelOffsets: taps.length > 0 ? input : new Int32Array(input.length),
    tapOffsets: Int32Array.from(
      range(inChannels).flatMap((c) =>
        taps.length === 0
          ? [0]
          : taps.map(({ back: [z, y, x] }) => c * planeBytes - ((z * to[1] + y) * to[2] + x) * 4),
      ),
    ),
    outputOffsets: output,
    inputGroupBytes: inChannels * planeBytes,
    outputGroupBytes: outChannels * outputBytes,
    channelBytes: outputBytes,
  };
}

/** The phase's kernel positions: index in the kernel, and how far back in the input each reads. */
function tapsOf([depth, height, width]: Phase): { index: Triple; back: Triple }[] {
  return depth.taps.flatMap((a) =>
    height.taps.flatMap((b) =>
      width.taps.map((c): { index: Triple; back: Triple } => ({
        index: [a.index, b.index, c.index],
        back: [a.back, b.back, c.back],
      })),
    ),
  );
}

/** A phase's part of [inChannels][outChannels / groups][kernel]; no taps count as one 0. */
function phaseWeights(g: ConvTransposeGeometry, values: ArrayLike<number>, taps: readonly Triple[]): Weights {
  const [, height, width] = triple(g.kernel, 1);
  const inChannels = g.inChannels / g.groups;
  const outChannels = g.outChannels / g.groups;
  const kernel = product(g.kernel);
  if (taps.length === 0)
    return { values: new Float32Array(1), groupStep: 0, rowStep: 0, tapOffsets: new Int32Array(inChannels) };
  const places = taps.map(([z, y, x]) => (z * height + y) * width + x);
  const tapOffsets = Int32Array.from(
    range(inChannels).flatMap((c) => places.map((place) => c * outChannels * kernel + place)),
  );
  return { values, groupStep: inChannels * outChannels * kernel, rowStep: kernel, tapOffsets };
}

/** Byte offsets of all combinations of the axes' positions, in each of `batch` blocks of planes. */
function positions(
  batch: number,
  batchBytes: number,
  [, height, width]: Triple,
  axes: number[][],
): Int32Array {
  const [depths, rows, columns] = axes;
  return Int32Array.from(
    range(batch).flatMap((n) =>
      depths!.flatMap((z) =>
        rows!.flatMap((y) => columns!.map((x) => n * batchBytes + ((z * height + y) * width + x) * 4)),
      ),
    ),
  );
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
