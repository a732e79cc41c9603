/** Kernels of both libraries in one order, and how they reach into the input: what `explain.ts` sums over. */
import type { Tensor } from "@convlens/engine";
import { type Op, specArgs, specOf } from "@convlens/engine/graph";

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
  /** Depthwise layers see one channel each. */
  readonly depthwise: boolean;
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
    depthwise,
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
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number; // on the low side
}
export interface Reach {
  readonly axes: readonly Axis[];
  readonly groups: number;
  /** The cell that stands for one outside of the input; undefined where that is a zero. */
  beyond(position: readonly number[], sizes: readonly number[]): number[] | undefined;
}

/** The windows of a layer as its spec says, in numbers. `input` and `output` are sizes of space. */
export const windowsOf = (
  op: Op,
  input: readonly number[],
  output: readonly number[],
): readonly (Axis & { readonly kernel: number })[] =>
  (specOf(op)?.window?.(specArgs(op.args), { input, output }) ?? []).map(
    ({ kernel, stride, dilation, padding }) => ({
      kernel: Number(kernel),
      stride: Number(stride),
      dilation: Number(dilation),
      padding: Number(padding),
    }),
  );

/** How the windows of a layer lie on its input. */
export function reachOf(
  op: Op,
  { depthwise, outChannels }: Kernel,
  input: readonly number[],
  output: readonly number[],
): Reach {
  const { args } = op;
  return {
    axes: windowsOf(op, input, output),
    groups: depthwise
      ? outChannels / Math.max(1, Number(args.depthMultiplier ?? 1))
      : Number(args.groups ?? 1),
    beyond: modes[String(args.paddingMode ?? "zeros")] ?? (() => undefined),
  };
}

const modes: Readonly<Record<string, Reach["beyond"]>> = {
  reflect: (position, sizes) =>
    position.map((p, axis) => (p < 0 ? -p : p >= sizes[axis]! ? 2 * (sizes[axis]! - 1) - p : p)),
  replicate: (position, sizes) => position.map((p, axis) => Math.max(0, Math.min(sizes[axis]! - 1, p))),
  circular: (position, sizes) => position.map((p, axis) => (p + sizes[axis]!) % sizes[axis]!),
};
