/** What is known of a convolution whose arguments are fine: weights, costs, the size formula, windows, PyTorch's repr. */
import { type Dim, floorDiv, mul, product, sub } from "../../dims/index.ts";
import { axesOf, dimOf, drawnAxesOf, flagOf, isList, wordOf } from "../arguments.ts";
import { type Rank, show, spaceNames } from "../layer.ts";
import { bool as pyBool, tuple } from "../python.ts";
import type { Arg, Args, Shape } from "../spec.ts";
import { slideFormula } from "./window.ts";

/** The channel axis of a batched or unbatched input. */
export const channelsOf = (input: Shape, rank: Rank): Dim => dimOf(input?.[input.length - rank - 1]);

/** [outChannels, inChannels / groups, …kernel] */
export function convWeight(args: Args, rank: Rank): Dim[] {
  return [
    dimOf(args.outChannels),
    floorDiv(dimOf(args.inChannels), dimOf(args.groups)),
    ...(axesOf(args.kernelSize, rank) ?? []),
  ];
}

export function convParameters(args: Args, rank: Rank): Record<string, readonly Dim[]> {
  return { weight: convWeight(args, rank), ...(flagOf(args.bias) && { bias: [dimOf(args.outChannels)] }) };
}

/** Every output value is a sum over the kernel and the channels of one group. */
export function convMacs(args: Args, rank: Rank, input: Shape, output: Shape): Dim {
  if (!output) return dimOf(undefined);
  const perValue = product([
    floorDiv(channelsOf(input, rank), dimOf(args.groups)),
    ...(axesOf(args.kernelSize, rank) ?? [dimOf(undefined)]),
  ]);
  return mul(product(output), perValue);
}

export function convFormula(args: Args, rank: Rank, input: Shape, output: Shape): string[] {
  const kernel = axesOf(args.kernelSize, rank);
  const stride = axesOf(args.stride, rank);
  const dilation = axesOf(args.dilation, rank);
  if (!input || !output || !kernel || !stride || !dilation) return [];
  if (wordOf(args.padding) === "same")
    return spaceNames(rank).map((name, i) => `${name}: same padding keeps ${show(output.at(i - rank)!)}`);
  const padding =
    wordOf(args.padding) === "valid" ? new Array<Dim>(rank).fill(0) : drawnAxesOf(args.padding, rank);
  return kernel.map((k, i) =>
    slideFormula(
      rank,
      i,
      input.at(i - rank)!,
      padding[i]!,
      dilation[i]!,
      k,
      stride[i]!,
      output.at(i - rank)!,
    ),
  );
}

export function windowsOf(args: Args, rank: Rank) {
  const kernel = drawnAxesOf(args.kernelSize, rank);
  const stride = drawnAxesOf(args.stride, rank);
  const dilation = drawnAxesOf(args.dilation, rank);
  const same = wordOf(args.padding) === "same";
  const padding =
    wordOf(args.padding) === "valid" ? new Array<Dim>(rank).fill(0) : drawnAxesOf(args.padding, rank);
  return kernel.map((k, i) => ({
    kernel: k,
    stride: stride[i]!,
    dilation: dilation[i]!,
    padding: same ? floorDiv(mul(dilation[i]!, sub(k, 1)), 2) : padding[i]!,
  }));
}

/** PyTorch's extra_repr of _ConvNd. */
export function convRepr(args: Args, rank: Rank, lazy: boolean, outputPadding?: Arg): string {
  const sizes = (arg: unknown): string =>
    tuple((isList(arg) ? arg.map(dimOf) : (axesOf(arg, rank) ?? [])).map(show));
  const parts = [
    lazy ? "0" : show(dimOf(args.inChannels)),
    show(dimOf(args.outChannels)),
    `kernel_size=${sizes(args.kernelSize)}`,
    `stride=${sizes(args.stride)}`,
  ];
  const word = wordOf(args.padding);
  if (word !== undefined)
    parts.push(`padding=${outputPadding === undefined ? word : tuple([...word].map((c) => `'${c}'`))}`);
  else if (!allEqual(args.padding, rank, 0)) parts.push(`padding=${sizes(args.padding)}`);
  if (!allEqual(args.dilation, rank, 1)) parts.push(`dilation=${sizes(args.dilation)}`);
  if (outputPadding !== undefined && !allEqual(outputPadding, rank, 0))
    parts.push(`output_padding=${sizes(outputPadding)}`);
  if (args.groups !== 1) parts.push(`groups=${show(dimOf(args.groups))}`);
  if (flagOf(args.bias) === false) parts.push(`bias=${pyBool(false)}`);
  if (args.paddingMode !== "zeros") parts.push(`padding_mode=${args.paddingMode}`);
  return parts.join(", ");
}

const allEqual = (arg: unknown, rank: Rank, value: number): boolean =>
  (axesOf(arg, rank) ?? []).every((size) => size === value) &&
  (!isList(arg) || arg.length === rank || arg.length === 1);
