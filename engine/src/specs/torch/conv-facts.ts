/** What is known of a convolution whose arguments are fine: weights, costs, the size formula, windows, PyTorch's repr. */
import { type Dim, floorDiv, mul, product } from "../../dims/index.ts";
import { axesOf, dimOf, flagOf, isList, wordOf } from "../arguments.ts";
import { type Rank, show, spaceNames } from "../layer.ts";
import { bool as pyBool, tuple } from "../python.ts";
import type { Arg, Args, Shape, WindowGeometry } from "../spec.ts";
import { slideFormula, windowsOf } from "./window.ts";

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
  const lists = [args.kernelSize, args.stride, args.dilation].map((arg) => axesOf(arg, rank));
  if (!input || !output || lists.some((sizes) => !sizes)) return [];
  if (wordOf(args.padding) === "same")
    return spaceNames(rank).map((name, i) => `${name}: same padding keeps ${show(output.at(i - rank)!)}`);
  return windowsOf(args, rank).map((window, i) =>
    slideFormula(rank, i, input.at(i - rank)!, window, output.at(i - rank)!),
  );
}

/** How a convolution slides; a mode that PyTorch does not know is refused elsewhere. */
export const convGeometry = (args: Args, rank: Rank, transposed = false): WindowGeometry => ({
  windows: windowsOf(args, rank),
  mode: PADDING_MODES.find((mode) => mode === args.paddingMode) ?? "zeros",
  groups: dimOf(args.groups),
  ...(transposed && { transposed }),
});

export const PADDING_MODES = ["zeros", "reflect", "replicate", "circular"] as const;

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
