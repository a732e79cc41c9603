/**
 * The size formulas of TensorFlow.js's windows, from its convOutputLength and deconvLength. An open size stays open.
 *
 *   convLength(28, 3, "valid", 1, 1)   // 26
 */
import { add, ceilDiv, type Dim, floorDiv, isUnknown, max, mul, sub, unknown } from "../../dims/index.ts";
import { show } from "../layer.ts";
import type { Args, Space, Window, WindowGeometry } from "../spec.ts";
import { perAxis } from "./arguments.ts";

/** What the sizes of one layer's windows are, one entry an axis. */
export interface Geometry {
  readonly kernel: readonly Dim[];
  readonly strides: readonly Dim[];
  readonly dilation: readonly Dim[];
  readonly padding: string | undefined; // undefined: not known
}

export function geometryOf(args: Args, rank: number, kernel = "kernelSize"): Geometry {
  const sizes = perAxis(args[kernel] ?? (kernel === "poolSize" ? 2 : undefined), rank);
  return {
    kernel: sizes,
    strides:
      args.strides === null || args.strides === undefined
        ? kernel === "poolSize"
          ? sizes
          : new Array<Dim>(rank).fill(1)
        : perAxis(args.strides, rank),
    dilation: perAxis(args.dilationRate ?? 1, rank),
    padding:
      args.padding === null || args.padding === undefined
        ? "valid"
        : typeof args.padding === "string"
          ? args.padding
          : undefined,
  };
}

/** k + (k − 1)·(d − 1): the cells that a dilated kernel spans. */
export const spanOf = (kernel: Dim, dilation: Dim): Dim => add(kernel, mul(sub(kernel, 1), sub(dilation, 1)));

/** ⌊(L + s − 1)/s⌋ for "same", ⌊(L − span + s)/s⌋ otherwise. */
export function convLength(
  length: Dim,
  kernel: Dim,
  padding: string | undefined,
  stride: Dim,
  dilation: Dim,
): Dim {
  if (padding === undefined) return isUnknown(length) ? length : unknown;
  const room = padding === "same" ? length : add(sub(length, spanOf(kernel, dilation)), 1);
  return floorDiv(sub(add(room, stride), 1), stride);
}

/** L·s for "same", L·s + max(k − s, 0) for "valid". */
export function deconvLength(length: Dim, kernel: Dim, padding: string | undefined, stride: Dim): Dim {
  if (padding === undefined) return isUnknown(length) ? length : unknown;
  const whole = mul(length, stride);
  return padding === "same" ? whole : add(whole, max(sub(kernel, stride), 0));
}

/**
 * Cells that "same" adds along one of so many axes, from its longer side and its shorter one, as computeConv2DInfo and
 * computeConv3DInfo do: of three axes a negative total stays, and windows begin inside.
 */
export function sameTotal(long: Dim, short: Dim, span: Dim, stride: Dim, axes: number): Dim {
  const total = sub(add(mul(sub(short, 1), stride), span), long);
  return axes === 3 ? total : max(0, total);
}

/** "same" puts the smaller half before the input; of sizes that are not known, half of what a stride of 1 needs. */
export const slidingOf = (
  { kernel, strides, dilation, padding }: Geometry,
  groups: WindowGeometry["groups"],
  space?: Space,
  transposed = false,
): WindowGeometry => {
  const windows = kernel.map((size, axis): Window => {
    const span = spanOf(size, dilation[axis]!);
    // a transposed layer pads as the convolution that it undoes
    const [large, small] = transposed
      ? [space?.output[axis], space?.input[axis]]
      : [space?.input[axis], space?.output[axis]];
    const total =
      large === undefined || small === undefined
        ? sub(span, 1)
        : sameTotal(large, small, span, strides[axis]!, kernel.length);
    const [low, high] = padding === "same" ? [floorDiv(total, 2), ceilDiv(total, 2)] : [0, 0];
    return { kernel: size, stride: strides[axis]!, dilation: dilation[axis]!, low, high };
  });
  return { windows, mode: "zeros", groups, ...(transposed && { transposed }) };
};

/** "H: ⌊(28 − 3 + 1) / 1⌋ = 26", one line an axis. */
export function convFormula(
  { kernel, strides, dilation, padding }: Geometry,
  names: readonly string[],
  input: readonly Dim[],
  output: readonly Dim[],
): string[] {
  return names.map((name, axis) => {
    const stride = show(strides[axis]!);
    const before = show(input[axis]!);
    const top =
      padding === "same"
        ? `${before} + ${stride} − 1`
        : `${before} − ${show(spanOf(kernel[axis]!, dilation[axis]!))} + ${stride}`;
    return `${name}: ⌊(${top}) / ${stride}⌋ = ${show(output[axis]!)}`;
  });
}

/** "H: 14·2 + max(3 − 2, 0) = 29", one line an axis. */
export function deconvFormula(
  { kernel, strides, padding }: Geometry,
  names: readonly string[],
  input: readonly Dim[],
  output: readonly Dim[],
): string[] {
  return names.map((name, axis) => {
    const extra = padding === "same" ? "" : ` + max(${show(kernel[axis]!)} − ${show(strides[axis]!)}, 0)`;
    return `${name}: ${show(input[axis]!)}·${show(strides[axis]!)}${extra} = ${show(output[axis]!)}`;
  });
}
