/** Kernels of both libraries in one order, and how they reach into the input: what `explain.ts` sums over. */
import type { Tensor } from "@convlens/engine";
import { type Op, paddedIndex, specArgs, specOf } from "@convlens/engine/graph";
import { complete } from "@convlens/engine/specs";

/** Values with sizes; the first axis varies slowest. */
export interface Planes {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  at(index: readonly number[]): number;
}

export function planes(data: Float32Array, shape: readonly number[]): Planes {
  return { shape, data, at: (index) => data[index.reduce((flat, i, axis) => flat * shape[axis]! + i, 0)]! };
}
export const planesOf = ({ raw, shape }: Pick<Tensor, "raw" | "shape">): Planes => planes(raw, shape);

/** [out, in / groups, …], and [in, out / groups, …] where transposed: PyTorch's order, whichever library it is from. */
export interface Kernel extends Planes {
  readonly sizes: readonly number[]; // of the window
  readonly outChannels: number;
  readonly inPerGroup: number; // of a plain convolution
}

/** Undefined for a layer without a kernel. */
export function kernelOf(
  { library, name, args }: Op,
  weights: ReadonlyMap<string, Tensor>,
): Kernel | undefined {
  const transposed = /Transpose/.test(name);
  const depthwise = /^depthwise/.test(name);
  const own =
    weights.get(library === "torch" ? "weight" : depthwise ? "depthwiseKernel" : "kernel") ??
    weights.get("depthwise_kernel");
  if (!own || own.shape.length < 3) return undefined;
  const tensor = library === "torch" ? own : inTorchOrder(own, depthwise);
  const [outer, inner] = tensor.shape as [number, number];
  const groups = Number(args.groups ?? 1);
  return {
    ...planesOf(tensor),
    sizes: tensor.shape.slice(2),
    outChannels: transposed ? inner * groups : outer,
    inPerGroup: transposed ? outer / groups : inner,
  };
}

/** [k…, in, out] → [out, in, k…]; the same for transposed kernels, which are [k…, out, in]; depthwise ones are [k…, in, multiplier]. */
function inTorchOrder(kernel: Tensor, depthwise: boolean): Tensor {
  const rank = kernel.shape.length;
  const space = Array.from({ length: rank - 2 }, (_, i) => i);
  if (!depthwise) return kernel.permute([rank - 1, rank - 2, ...space]);
  const [channels, multiplier] = kernel.shape.slice(-2) as [number, number];
  return kernel
    .permute([rank - 2, rank - 1, ...space])
    .reshape([channels * multiplier, 1, ...kernel.shape.slice(0, -2)]);
}

export interface Axis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly low: number; // padding before the axis
  readonly high: number;
}
export interface Reach {
  readonly axes: readonly Axis[];
  readonly groups: number;
  /** The cell that stands for one outside of the input; undefined where that is a zero. */
  beyond(position: readonly number[]): number[] | undefined;
}

/** How a layer slides over its input, as its spec says, in numbers. Both shapes begin with the channels. */
export function reachOf(op: Op, input: readonly number[], output: readonly number[]): Reach {
  const [channels, ...space] = input;
  const spec = specOf(op);
  const sizes = { input: space, output: output.slice(1) };
  const geometry = spec?.geometry?.(complete(spec, specArgs(op.args)), sizes);
  const { windows = [], groups = 1, mode = "zeros" } = geometry ?? {};
  return {
    axes: windows.map(({ kernel, stride, dilation, low, high }) => ({
      kernel: Number(kernel),
      stride: Number(stride),
      dilation: Number(dilation),
      low: Number(low),
      high: Number(high),
    })),
    groups: groups === "each" ? channels! : Number(groups),
    beyond: (position) =>
      mode === "zeros" || mode === "nothing"
        ? undefined
        : position.map((p, axis) => paddedIndex(mode, p, space[axis]!)),
  };
}
