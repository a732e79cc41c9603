/**
 * Convolutions by plain loops with float64 sums: what runs where WebAssembly SIMD is missing, and where weights are
 * not finite (padding with zeros would turn Inf · 0 into NaN, while windows only see what lies in the input).
 */
import type { FloatBuffer, Runtime } from "../runtime/index.ts";
import { applyBounds, type Epilogue } from "./arithmetic.ts";
import {
  type ConvGeometry,
  type ConvTransposeGeometry,
  outputSizes,
  product,
  type Triple,
  transposedOutputSizes,
  triple,
} from "./geometry.ts";
import type { Plan, PlanOptions } from "./plan.ts";

export function planReferenceConv(
  runtime: Runtime,
  g: ConvGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const sizes = triple(outputSizes(g), 1);
  const [inputSizes, kernel] = [triple(g.input, 1), triple(g.kernel, 1)];
  const [stride, dilation, low] = [triple(g.stride, 1), triple(g.dilation, 1), triple(g.padLow, 0)];
  const inChannels = g.inChannels / g.groups;
  const taps = product(kernel);

  /** Σ over the group's channels and the kernel, of what lies inside the input. */
  const window = (x: Float32Array, n: number, channel: number, output: Triple): number => {
    const firstPlane = n * g.inChannels + Math.floor((channel * g.groups) / g.outChannels) * inChannels;
    let sum = bias[channel]!;
    forGrid(kernel, (tap, k) => {
      const at = output.map((o, d) => o * stride[d]! + tap[d]! * dilation[d]! - low[d]!) as unknown as Triple;
      if (!isInside(at, inputSizes)) return;
      const offset = flat(at, inputSizes);
      for (let c = 0; c < inChannels; c++) {
        sum +=
          x[(firstPlane + c) * product(inputSizes) + offset]! *
          weights[(channel * inChannels + c) * taps + k]!;
      }
    });
    return applyBounds(sum, epilogue);
  };
  const outputShape = [g.batch, g.outChannels, ...outputSizes(g)];
  return new ReferencePlan(
    runtime,
    outputShape,
    product(outputShape) * inChannels * taps,
    (x, y, n, channel) =>
      forGrid(sizes, (output, i) => {
        y[i] = window(x, n, channel, output);
      }),
  );
}

export function planReferenceTranspose(
  runtime: Runtime,
  g: ConvTransposeGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const sizes = triple(transposedOutputSizes(g), 1);
  const [inputSizes, kernel] = [triple(g.input, 1), triple(g.kernel, 1)];
  const [stride, dilation, padding] = [triple(g.stride, 1), triple(g.dilation, 1), triple(g.padding, 0)];
  const inChannels = g.inChannels / g.groups;
  const outChannels = g.outChannels / g.groups;
  const taps = product(kernel);

  /** Adds what one input plane gives to the output plane. */
  const scatter = (x: Float32Array, plane: number, firstWeight: number, sums: Float64Array): void => {
    forGrid(inputSizes, (from, i) => {
      const value = x[plane * product(inputSizes) + i]!;
      forGrid(kernel, (tap, k) => {
        const at = from.map(
          (p, d) => p * stride[d]! + tap[d]! * dilation[d]! - padding[d]!,
        ) as unknown as Triple;
        if (isInside(at, sizes)) sums[flat(at, sizes)]! += value * weights[firstWeight + k]!;
      });
    });
  };
  const outputShape = [g.batch, g.outChannels, ...transposedOutputSizes(g)];
  const macs = g.batch * g.inChannels * product(inputSizes) * outChannels * taps;
  return new ReferencePlan(runtime, outputShape, macs, (x, y, n, channel) => {
    const sums = new Float64Array(product(sizes)).fill(bias[channel]!);
    const firstChannel = Math.floor(channel / outChannels) * inChannels;
    for (let c = firstChannel; c < firstChannel + inChannels; c++) {
      scatter(x, n * g.inChannels + c, (c * outChannels + (channel % outChannels)) * taps, sums);
    }
    for (const [i, sum] of sums.entries()) y[i] = applyBounds(sum, epilogue);
  });
}

/** A plan that computes one output plane [n, channel] after the other in JavaScript. */
class ReferencePlan implements Plan {
  readonly algorithm = "plain loops";
  readonly outputShape: readonly number[];
  readonly macs: number;
  readonly #runtime: Runtime;
  readonly #plane: (x: Float32Array, y: Float32Array, n: number, channel: number) => void;

  constructor(
    runtime: Runtime,
    outputShape: readonly number[],
    macs: number,
    plane: (x: Float32Array, y: Float32Array, n: number, channel: number) => void,
  ) {
    this.#runtime = runtime;
    this.outputShape = outputShape;
    this.macs = macs;
    this.#plane = plane;
  }

  run(x: FloatBuffer, y: FloatBuffer, { signal }: PlanOptions = {}): void {
    this.#runtime.checkOperations(this.algorithm, this.macs);
    const [batch, channels, ...sizes] = this.outputShape;
    const size = product(sizes);
    for (let plane = 0; plane < batch! * channels!; plane++) {
      signal?.throwIfAborted();
      const output = y.array.subarray(plane * size, (plane + 1) * size);
      this.#plane(x.array, output, Math.floor(plane / channels!), plane % channels!);
    }
  }

  async runAsync(x: FloatBuffer, y: FloatBuffer, options: PlanOptions = {}): Promise<void> {
    this.run(x, y, options);
  }

  dispose(): void {}
}

/** Visits all points of a grid with their flat index, the last dimension fastest. */
function forGrid(sizes: Triple, visit: (at: Triple, index: number) => void): void {
  let index = 0;
  for (let z = 0; z < sizes[0]; z++) {
    for (let y = 0; y < sizes[1]; y++) {
      for (let x = 0; x < sizes[2]; x++) visit([z, y, x], index++);
    }
  }
}

function isInside([z, y, x]: Triple, [depth, height, width]: Triple): boolean {
  return z >= 0 && z < depth && y >= 0 && y < height && x >= 0 && x < width;
}

function flat([z, y, x]: Triple, [, height, width]: Triple): number {
  return (z * height + y) * width + x;
}
