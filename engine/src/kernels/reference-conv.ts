/**
 * Convolution by plain loops with float64 sums: what runs where WebAssembly SIMD is missing, and where weights are
 * not finite (padding with zeros would turn Inf · 0 into NaN, while windows only see what lies in the input).
 */
import { type FloatBuffer, runtime } from "../runtime/index.ts";
import { applyBounds, type Epilogue } from "./arithmetic.ts";
import { type ConvGeometry, outputSizes, product, type Triple, triple } from "./geometry.ts";
import type { Plan, PlanOptions } from "./plan.ts";

export class ReferenceConvPlan implements Plan {
  readonly algorithm = "reference";
  readonly outputShape: readonly number[];
  readonly macs: number;
  readonly #geometry: ConvGeometry;
  readonly #weights: Float64Array;
  readonly #bias: Float64Array;
  readonly #epilogue: Epilogue;

  constructor(g: ConvGeometry, weights: ArrayLike<number>, bias: ArrayLike<number>, epilogue: Epilogue) {
    const sizes = outputSizes(g);
    this.outputShape = [g.batch, g.outChannels, ...sizes];
    this.macs = product(this.outputShape) * (g.inChannels / g.groups) * product(g.kernel);
    this.#geometry = g;
    this.#weights = Float64Array.from(weights);
    this.#bias = Float64Array.from(bias);
    this.#epilogue = epilogue;
  }

  run(x: FloatBuffer, y: FloatBuffer, { signal }: PlanOptions = {}): void {
    runtime.checkOperations("A reference run", this.macs);
    const { batch, outChannels, groups } = this.#geometry;
    const input = x.array;
    const output = y.array;
    const plane = product(this.outputShape.slice(2));
    for (let n = 0; n < batch; n++) {
      for (let channel = 0; channel < outChannels; channel++) {
        signal?.throwIfAborted();
        const group = Math.floor((channel * groups) / outChannels);
        const at = (n * outChannels + channel) * plane;
        this.#plane(input, output.subarray(at, at + plane), n, channel, group);
      }
    }
  }

  async runAsync(x: FloatBuffer, y: FloatBuffer, options: PlanOptions = {}): Promise<void> {
    this.run(x, y, options);
  }

  dispose(): void {}

  #plane(input: Float32Array, output: Float32Array, n: number, channel: number, group: number): void {
    const g = this.#geometry;
    const sizes = triple(outputSizes(g), 1);
    const stride = triple(g.stride, 1);
    const low = triple(g.padLow, 0);
    let at = 0;
    for (let z = 0; z < sizes[0]; z++) {
      for (let y = 0; y < sizes[1]; y++) {
        for (let x = 0; x < sizes[2]; x++) {
          const corner: Triple = [z * stride[0] - low[0], y * stride[1] - low[1], x * stride[2] - low[2]];
          const value = this.#bias[channel]! + this.#window(input, corner, n, channel, group);
          output[at++] = applyBounds(value, this.#epilogue);
        }
      }
    }
  }

  /** Σ over the group's channels and the kernel, of what lies inside the input. */
  #window(input: Float32Array, corner: Triple, n: number, channel: number, group: number): number {
    const g = this.#geometry;
    const [depth, height, width] = triple(g.input, 1);
    const kernel = triple(g.kernel, 1);
    const dilation = triple(g.dilation, 1);
    const channels = g.inChannels / g.groups;
    let sum = 0;
    for (let c = 0; c < channels; c++) {
      const plane = (n * g.inChannels + group * channels + c) * depth;
      let weight = (channel * channels + c) * product(kernel);
      for (let a = 0; a < kernel[0]; a++) {
        const z = corner[0] + a * dilation[0];
        for (let b = 0; b < kernel[1]; b++) {
          const y = corner[1] + b * dilation[1];
          for (let e = 0; e < kernel[2]; e++, weight++) {
            const x = corner[2] + e * dilation[2];
            if (z < 0 || z >= depth || y < 0 || y >= height || x < 0 || x >= width) continue;
            sum += input[((plane + z) * height + y) * width + x]! * this.#weights[weight]!;
          }
        }
      }
    }
    return sum;
  }
}
