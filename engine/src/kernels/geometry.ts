/**
 * The geometry of a convolution in canonical form, free of layer specs: batch, channels, 1 to 3 spatial dimensions.
 *
 *     outputSizes({ input: [56, 56], kernel: [3, 3], stride: [2, 2], dilation: [1, 1], padLow: [1, 1], padHigh: [1, 1], … })
 *     // [28, 28]
 */

interface Window {
  /** Spatial sizes of the input. */
  readonly input: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

interface Channels {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
}

/** Input [batch, inChannels, …input], weights [outChannels, inChannels / groups, …kernel]; zeros around the input. */
export interface ConvGeometry extends Window, Channels {
  readonly padLow: readonly number[];
  readonly padHigh: readonly number[];
}

/** Input [batch, inChannels, …input], weights [inChannels, outChannels / groups, …kernel]. */
export interface ConvTransposeGeometry extends Window, Channels {
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];
}

/** Windows over [batch, channels, …input]; with `ceilMode` the last window may start inside the padding's reach. */
export interface PoolGeometry extends Window {
  readonly batch: number;
  readonly channels: number;
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

/** ⌊(input + padLow + padHigh − dilation·(kernel − 1) − 1) / stride⌋ + 1 for each spatial dimension. */
export function outputSizes(g: Window & { padLow: readonly number[]; padHigh: readonly number[] }): number[] {
  return g.input.map((size, d) => {
    const reach = g.dilation[d]! * (g.kernel[d]! - 1) + 1;
    return Math.floor((size + g.padLow[d]! + g.padHigh[d]! - reach) / g.stride[d]!) + 1;
  });
}

/** (input − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1 for each spatial dimension. */
export function transposedOutputSizes(g: ConvTransposeGeometry): number[] {
  return g.input.map(
    (size, d) =>
      (size - 1) * g.stride[d]! -
      2 * g.padding[d]! +
      g.dilation[d]! * (g.kernel[d]! - 1) +
      g.outputPadding[d]! +
      1,
  );
}

/** PyTorch's pooling sizes: with `ceilMode` rounded up, but no window begins beyond input + padding. */
export function poolOutputSizes(g: PoolGeometry): number[] {
  return g.input.map((size, d) => {
    const stride = g.stride[d]!;
    const span = size + 2 * g.padding[d]! - g.dilation[d]! * (g.kernel[d]! - 1) - 1;
    if (!g.ceilMode) return Math.floor(span / stride) + 1;
    const count = Math.ceil(span / stride) + 1;
    return (count - 1) * stride >= size + g.padding[d]! ? count - 1 : count;
  });
}

/** Exactly three values: missing leading spatial dimensions get `fill`. */
export type Triple = readonly [number, number, number];

export function triple(sizes: readonly number[], fill: number): Triple {
  const [a, b, c] = [...Array.from({ length: 3 - sizes.length }, () => fill), ...sizes];
  return [a!, b!, c!];
}
