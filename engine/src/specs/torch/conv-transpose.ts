/**
 * ConvTranspose1d, 2d, 3d and their lazy forms: the gradient of a convolution as a layer.
 * https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */

import {
  all,
  any,
  type Condition,
  type Dim,
  divides,
  eq,
  floorDiv,
  ge,
  mul,
  product,
  symbol,
} from "../../dims/index.ts";
import {
  axes,
  axesOf,
  bool,
  dimOf,
  drawnAxesOf,
  flagOf,
  int,
  ints,
  isList,
  needInt,
  needInts,
  needTensor,
  tensor,
  word,
  wordOf,
} from "../arguments.ts";
import {
  hintFor,
  RANKS,
  type Rank,
  rankProblem,
  show,
  showShape,
  spaceNames,
  spatial,
  torchDocs,
} from "../layer.ts";
import { list } from "../python.ts";
import type { Args, Call, Functional, LayerSpec, Param, Shape } from "../spec.ts";
import { checkChannels, checkInputChannels, emptySpace, requireSteps, sized } from "./conv-checks.ts";
import { channelsOf, convGeometry, convRepr } from "./conv-facts.ts";
import { biasText } from "./functional.ts";
import { checkOutput, outputPaddingOf, planar } from "./output-padding.ts";
import { each, unslide, windowsOf } from "./window.ts";

const inChannels = needInt("inChannels", "Channels of the input.");

const shared: readonly Param[] = [
  needInt("outChannels", "Channels of the output."),
  needInts("kernelSize", "Size of the window, one number or one an axis."),
  ints("stride", "How far apart the windows of neighbouring input values lie in the output.", { default: 1 }),
  ints("padding", "Cells cut off on both sides of the output.", { default: 0, choices: [] }),
  ints(
    "outputPadding",
    "Cells added on one side of the output, to choose among the sizes that a convolution would map to the input's.",
    { default: 0 },
  ),
  int("groups", "Independent groups that channels are split into.", { default: 1 }),
  bool("bias", "Whether a learned bias is added to each output channel.", { default: true }),
  ints("dilation", "Distance between the cells of the kernel.", { default: 1 }),
  word("paddingMode", "Only “zeros”.", { default: "zeros", choices: ["zeros"], checkedAt: "construct" }),
];

/** F.convTranspose2d(input, weight, bias, stride, padding, outputPadding, groups, dilation). */
const functional = (rank: Rank): Functional => ({
  name: `convTranspose${rank}d`,
  params: [
    needTensor("weight", "[inChannels, outChannels / groups, …kernel]"),
    tensor("bias", "[outChannels]", { default: null }),
    ...shared.filter(({ name }) =>
      ["stride", "padding", "outputPadding", "groups", "dilation"].includes(name),
    ),
  ],
  behind: { inChannels: "weight", outChannels: "weight", kernelSize: "weight" },
  layer(given) {
    const weight = given.ranked("weight", rank + 2);
    if (!weight) return undefined;
    const [inChannels, outGroup, ...kernelSize] = weight as [Dim, Dim, ...Dim[]];
    const { weight: _, bias: __, ...steps } = given.args;
    const outChannels = mul(outGroup, dimOf(steps.groups));
    given.expect("bias", [outChannels], biasText(weight, outChannels));
    return {
      args: { inChannels, outChannels, kernelSize, ...steps, bias: given.sizes("bias") !== undefined },
    };
  },
});

function convTransposeSpec(rank: Rank, lazy: boolean): LayerSpec {
  const name = `${lazy ? "Lazy" : ""}ConvTranspose${rank}d`;
  return {
    name,
    kind: "layer",
    initial: "kaiming",
    callParams: [
      { name: "outputSize", kind: "shape", doc: "The size of the output, where several are possible." },
    ],
    ...(!lazy && { functional: functional(rank) }),
    summary: `${rank}-d transposed convolution${lazy ? " that learns inChannels from its first input" : ""}.`,
    docs: torchDocs(name),
    params: lazy ? shared : [inChannels, ...shared],
    check(call) {
      const mode = wordOf(call.args.paddingMode);
      if (mode !== undefined && mode !== "zeros") {
        call.fail({
          code: "padding-mode",
          stage: "construct",
          at: { arg: "paddingMode" },
          message: `pads with zeros only, not "${mode}"`,
          runtime: `Only "zeros" padding mode is supported for ${name}`,
          exception: "ValueError",
        });
      }
      checkChannels(call, lazy, rank, true);
    },
    infer: (call) => [lazy ? inferLazy(call, rank, name) : inferTransposed(call, rank)],
    parameters: (args) =>
      lazy
        ? {}
        : { weight: weightOf(args, rank), ...(flagOf(args.bias) && { bias: [dimOf(args.outChannels)] }) },
    macs: (args, [input], [_]) =>
      input ? mul(product(input), product(weightOf(args, rank).slice(1))) : dimOf(undefined),
    formula: (args, [input], [output]) => formula(args, rank, input!, output!),
    geometry: (args) => convGeometry(args, rank, true),
    inputHint: (args) => hintFor(lazy ? symbol("C") : dimOf(args.inChannels), rank),
    repr: (args) => convRepr(args, rank, lazy, args.outputPadding ?? 0),
    ...(lazy && {
      materialize: (args, input) => ({
        name: `ConvTranspose${rank}d`,
        args: { inChannels: channelsOf(input, rank), ...args },
      }),
    }),
  };
}

export const convTransposeSpecs: readonly LayerSpec[] = RANKS.flatMap((rank) => [
  convTransposeSpec(rank, false),
  convTransposeSpec(rank, true),
]);

/** [inChannels, outChannels / groups, …kernel] */
export function weightOf(args: Args, rank: Rank): Dim[] {
  return [
    dimOf(args.inChannels),
    floorDiv(dimOf(args.outChannels), dimOf(args.groups)),
    ...(axesOf(args.kernelSize, rank) ?? []),
  ];
}

function inferTransposed(call: Call, rank: Rank): Shape {
  const { args, require } = call;
  if (wordOf(args.padding) !== undefined) call.fail(paddingWord(rank));
  const input = spatial(call, rank, (shape) =>
    rankProblem(
      `takes ${rank + 1} axes (unbatched) or ${rank + 2} (batched), receives ${shape.length}: ${showShape(shape)}`,
      `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to conv_transpose${rank}d, but got input of size: ${list(shape)}`,
    ),
  );
  const kernelSize = args.kernelSize;
  if (isList(kernelSize) && kernelSize.length !== rank) {
    call.fail({
      code: "tuple-length",
      stage: "forward",
      at: { arg: "kernelSize" },
      message: `takes one kernelSize or ${rank}, not ${kernelSize.length}`,
      runtime: `expected stride to be a single integer value or a list of ${kernelSize.length} values to match the convolution dimensions, but got stride=${list(axesOf(args.stride, rank) ?? [])}`,
      exception: "RuntimeError",
    });
  }
  if (wordOf(args.padding) === undefined) axes(call, "padding", rank);
  axes(call, "stride", rank);
  axes(call, "dilation", rank);
  const windows = windowsOf(args, rank);
  if (!input)
    return call.inputs[0]
      ? hintFor(dimOf(args.outChannels), rank)!.map((d, i) => (i === 1 ? d : dimOf(undefined)))
      : null;
  const extra = outputPaddingOf(call, rank, input, windows);
  const sizes = input.space.map((size, i) => unslide(size, windows[i]!, extra[i]!));
  const weight = weightOf(args, rank);
  const outChannels = mul(weight[1]!, dimOf(args.groups));
  const empty = input.batch === undefined ? undefined : eq(input.batch, 0);
  const orEmpty = (condition: Condition) => (empty ? any(empty, condition) : condition);
  const fine =
    require(all(ge(weight[0]!, 1), ge(weight[1]!, 1)), () => ({
      code: "argument-negative",
      stage: "forward",
      at: { arg: weight[0] === 0 ? "inChannels" : "outChannels" },
      message: `has an empty weight ${showShape(weight)}`,
      runtime:
        weight[0] === 0
          ? `Given groups=${show(dimOf(args.groups))}, expected weight to be at least 1 at dimension 0, but got weight of size ${list(weight)} instead`
          : rank === 3
            ? `non-empty 5D (n_output_plane x n_input_plane x kernel_depth x kernel_height x kernel_width) tensor expected for weight, but got: ${list(weight)}`
            : `non-empty 2D or 4D weight tensor expected, but got: ${list([...weight.slice(0, 2), ...planar(weight.slice(2))])}`,
      exception: "RuntimeError",
    })) &&
    requireSteps(call, "padding", each(windows, "low"), 0, (c) => c) &&
    requireSteps(call, "stride", each(windows, "stride"), 1, (c) => c) &&
    requireSteps(call, "outputPadding", extra, 0, (c) => c) &&
    checkInputChannels(call, input.channels, rank, "conv-in-channels", weight, true) &&
    requireSteps(
      call,
      "dilation",
      each(windows, "dilation"),
      1,
      orEmpty,
      `dilation should be greater than zero, but got ${sized("dilation", each(windows, "dilation"), 1, ", ")}`,
    ) &&
    requireSteps(call, "kernelSize", each(windows, "kernel"), 1, orEmpty) &&
    require(orEmpty(all(...input.space.map((size) => ge(size, 1)))), () => emptySpace(call.inputs[0]!, rank));
  if (fine) checkOutput(call, input, windows, extra, sizes, orEmpty);
  return input.with(outChannels, sizes);
}

const paddingWord = (rank: Rank) =>
  ({
    code: "padding-mode",
    stage: "forward",
    at: { arg: "padding" },
    message: "takes numbers as padding: “same” and “valid” belong to convolutions",
    runtime: `conv_transpose${rank}d(): argument 'padding' (position 5) must be tuple of ints, not tuple`,
    exception: "TypeError",
  }) as const;

function inferLazy(call: Call, rank: Rank, name: string): Shape {
  const [input] = call.inputs;
  if (input && input.length !== rank + 1 && input.length !== rank + 2) {
    call.fail(
      rankProblem(
        `takes ${rank + 1} axes (unbatched) or ${rank + 2} (batched), receives ${input.length}: ${showShape(input)}`,
        `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to ${name}, but got input of size: torch.Size(${list(input)})`,
      ),
    );
    return null;
  }
  const channels = channelsOf(input ?? null, rank);
  const groups = dimOf(call.args.groups);
  const out = dimOf(call.args.outChannels);
  call.require(divides(groups, channels), () =>
    groupsProblem("inChannels", channels, groups, "in_channels must be divisible by groups", "ValueError"),
  );
  // without a bias PyTorch rounds the output channels down instead
  if (flagOf(call.args.bias)) {
    call.require(divides(groups, out), () =>
      groupsProblem(
        "outChannels",
        out,
        groups,
        `Given transposed=1, weight of size ${list(weightOf({ inChannels: channels, ...call.args }, rank))}, expected bias to be 1-dimensional with ${show(mul(floorDiv(out, groups), groups))} elements, but got bias of size ${list([out])} instead`,
        "RuntimeError",
      ),
    );
  }
  return inferTransposed({ ...call, args: { inChannels: channels, ...call.args } }, rank);
}

const groupsProblem = (name: string, channels: Dim, groups: Dim, runtime: string, exception: string) =>
  ({
    code: "groups-divide",
    stage: "forward",
    at: { arg: "groups" },
    message: `splits its channels into ${show(groups)} groups, but ${name} ${show(channels)} is not divisible by ${show(groups)}`,
    runtime,
    exception,
    received: channels,
  }) as const;

function formula(args: Args, rank: Rank, input: Shape, output: Shape): string[] {
  if (!input || !output) return [];
  const extra = drawnAxesOf(args.outputPadding, rank);
  return windowsOf(args, rank).map(
    (w, i) =>
      `${spaceNames(rank)[i]}: (${show(input.at(i - rank)!)} − 1)·${show(w.stride)} − 2·${show(w.low)} + ${show(w.dilation)}·(${show(w.kernel)} − 1) + ${show(extra[i] ?? 0)} + 1 = ${show(output.at(i - rank)!)}`,
  );
}
