/**
 * Conv1d, Conv2d, Conv3d and their lazy forms: PyTorch's cross-correlation.
 * https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */

import { add, type Dim, divides, eq, ge, mul, sub, symbol } from "../../dims/index.ts";
import {
  axes,
  axesOf,
  bool,
  dimOf,
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
import { hintFor, RANKS, type Rank, rankProblem, show, showShape, spatial, torchDocs } from "../layer.ts";
import { list } from "../python.ts";
import type { Args, Call, Functional, LayerSpec, Param, Problem, Shape } from "../spec.ts";
import { checkChannels, checkInputChannels, groupsProblem } from "./conv-checks.ts";
import {
  channelsOf,
  convFormula,
  convGeometry,
  convMacs,
  convParameters,
  convRepr,
  convWeight,
  PADDING_MODES,
} from "./conv-facts.ts";
import { checkMode, checkPadding, checkPaddingSides, NO_SUCH_PADDING, padsFirst } from "./conv-padding.ts";
import { checkSpace, checkSteps } from "./conv-space.ts";
import { biasText } from "./functional.ts";
import { circularUnbatched } from "./padding.ts";
import { slide, windowsOf } from "./window.ts";

const inChannels = needInt("inChannels", "Channels of the input.");

const shared: readonly Param[] = [
  needInt("outChannels", "Channels of the output: the number of filters."),
  needInts("kernelSize", "Size of the window, one number or one an axis."),
  ints("stride", "Step of the window.", { default: 1 }),
  ints("padding", "Cells added on both sides of every axis, or “same” or “valid”.", {
    default: 0,
    choices: ["same", "valid"],
  }),
  ints("dilation", "Distance between the cells of the kernel.", { default: 1 }),
  int(
    "groups",
    "Independent groups that channels are split into; both channel counts must be multiples of it.",
    { default: 1 },
  ),
  bool("bias", "Whether a learned bias is added to each output channel.", { default: true }),
  word("paddingMode", "What the padding is filled with.", {
    default: "zeros",
    choices: PADDING_MODES,
    checkedAt: "construct",
  }),
];

/** F.conv2d(input, weight, bias, stride, padding, dilation, groups): the weight has the channels and the kernel. */
const functional = (rank: Rank): Functional => ({
  name: `conv${rank}d`,
  params: [
    needTensor("weight", "[outChannels, inChannels / groups, …kernel]"),
    tensor("bias", "[outChannels]", { default: null }),
    ...shared.filter(({ name }) => ["stride", "padding", "dilation", "groups"].includes(name)),
  ],
  behind: { inChannels: "weight", outChannels: "weight", kernelSize: "weight" },
  layer(given) {
    const weight = given.ranked("weight", rank + 2);
    if (!weight) return undefined;
    const [outChannels, inGroup, ...kernelSize] = weight as [Dim, Dim, ...Dim[]];
    given.expect("bias", [outChannels], biasText(weight, outChannels));
    const { weight: _, bias: __, ...steps } = given.args;
    const inChannels = mul(inGroup, dimOf(steps.groups));
    return {
      args: { inChannels, outChannels, kernelSize, ...steps, bias: given.sizes("bias") !== undefined },
    };
  },
});

function convSpec(rank: Rank, lazy: boolean): LayerSpec {
  const name = `${lazy ? "Lazy" : ""}Conv${rank}d`;
  return {
    name,
    kind: "layer",
    summary: `${rank}-d convolution${lazy ? " that learns inChannels from its first input" : ""}.`,
    docs: torchDocs(name),
    params: lazy ? shared : [inChannels, ...shared],
    initial: "kaiming",
    ...(!lazy && { functional: functional(rank) }),
    check(call) {
      checkChannels(call, lazy, rank);
      checkPadding(call, rank);
    },
    infer: (call) => [lazy ? inferLazy(call, rank, name) : inferConv(call, rank)],
    parameters: (args) => (lazy ? {} : convParameters(args, rank)),
    macs: (args, [input], [output]) => convMacs(args, rank, input!, output!),
    formula: (args, [input], [output]) => convFormula(args, rank, input!, output!),
    geometry: (args) => convGeometry(args, rank),
    inputHint: (args) => hintFor(lazy ? symbol("C") : dimOf(args.inChannels), rank),
    repr: (args) => convRepr(args, rank, lazy),
    ...(lazy && {
      materialize: (args, input) => ({
        name: `Conv${rank}d`,
        args: { inChannels: channelsOf(input, rank), ...args },
      }),
    }),
  };
}

export const convSpecs: readonly LayerSpec[] = RANKS.flatMap((rank) => [
  convSpec(rank, false),
  convSpec(rank, true),
]);

/** Arguments of one number or one an axis. */
function checkTuples(call: Call, rank: Rank): void {
  const { kernelSize, padding } = call.args;
  if (isList(kernelSize) && kernelSize.length === 1 && rank > 1) call.fail(wrongKernel(rank));
  else axes(call, "kernelSize", rank);
  axes(call, "stride", rank);
  axes(call, "dilation", rank);
  if (wordOf(padding) === undefined) checkPaddingSides(call, rank);
}

/** PyTorch broadcasts one-element tuples of every argument but the kernel. */
const wrongKernel = (rank: Rank): Problem => ({
  code: "tuple-length",
  stage: "forward",
  at: { arg: "kernelSize" },
  message: `takes one kernelSize or ${rank}, not a list of one`,
  runtime: `expected stride to be a single integer value or a list of 1 values to match the convolution dimensions, but got stride=${list(new Array(rank).fill(1))}`,
  exception: "RuntimeError",
});

function inferConv(call: Call, rank: Rank): Shape {
  const { args, require } = call;
  const outChannels = dimOf(args.outChannels);
  const input = spatial(call, rank, (shape) => {
    const message = `takes ${rank + 1} axes (unbatched) or ${rank + 2} (batched), receives ${shape.length}: ${showShape(shape)}`;
    return padsFirst(args)
      ? rankProblem(message, NO_SUCH_PADDING, "NotImplementedError")
      : rankProblem(
          message,
          `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to conv${rank}d, but got input of size: ${list(shape)}`,
        );
  });
  checkTuples(call, rank);
  const windows = windowsOf(args, rank);
  if (!input)
    return call.inputs[0] === null
      ? null
      : [
          ...(hintFor(outChannels, rank)!.slice(0, 1) as Dim[]),
          outChannels,
          ...new Array<Dim>(rank).fill(dimOf(undefined)),
        ];
  const empty = input.batch === undefined ? undefined : eq(input.batch, 0);
  const sizes = input.space.map((size, i) => slide(size, windows[i]!));
  const output = input.with(dimOf(args.inChannels) === 0 ? 0 : outChannels, sizes);
  const mode = wordOf(args.paddingMode);
  if (mode === "circular" && input.batch === undefined) {
    call.fail(circularUnbatched(rank));
    return output;
  }
  // “same” with an odd cell pads that one by itself, before the convolution
  const odd = windows.map(({ low, high }) => sub(high, low));
  const padded = padsFirst(args)
    ? input.with(
        input.channels,
        input.space.map((size, i) => add(size, add(windows[i]!.low, windows[i]!.high))),
      )!
    : odd.some((cell) => cell === 1)
      ? input.with(
          input.channels,
          input.space.map((size, i) => add(size, odd[i]!)),
        )!
      : call.inputs[0]!;
  if (
    (!padsFirst(args) || checkMode(call, input.space, windows, rank)) &&
    require(ge(outChannels, 1), () => noFilters(args, rank)) &&
    checkSteps(call, windows, empty) &&
    checkInputChannels(call, input.channels, rank, "conv-in-channels", convWeight(args, rank), false, padded)
  )
    checkSpace(call, input.space, windows, rank, empty);
  return output;
}

const noFilters = (args: Args, rank: Rank): Problem => ({
  code: "argument-negative",
  stage: "forward",
  at: { arg: "outChannels" },
  message: "has no filters: outChannels is 0",
  runtime: `Given groups=${show(dimOf(args.groups))}, expected weight to be at least 1 at dimension 0, but got weight of size ${list(convWeight(args, rank))} instead`,
  exception: "RuntimeError",
});

function inferLazy(call: Call, rank: Rank, name: string): Shape {
  const [input] = call.inputs;
  if (input && input.length !== rank + 1 && input.length !== rank + 2) {
    call.fail(
      rankProblem(
        `takes ${rank + 1} axes (unbatched) or ${rank + 2} (batched), receives ${input.length}: ${showShape(input)}`,
        `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to ${name}, but got input of size: torch.Size(${list(input)})`,
      ),
    );
  }
  const channels = channelsOf(input ?? null, rank);
  const groups = dimOf(call.args.groups);
  call.require(divides(groups, channels), () => ({
    ...groupsProblem("inChannels", channels, groups),
    stage: "forward",
  }));
  const out = dimOf(call.args.outChannels);
  call.require(divides(groups, out), () => ({
    ...groupsProblem("outChannels", out, groups),
    stage: "forward",
    exception: "RuntimeError",
    runtime: `Given groups=${show(groups)}, expected weight to be divisible by ${show(groups)} at dimension 0, but got weight of size [${list([out, 1, ...(axesOf(call.args.kernelSize, rank) ?? [])])}] instead`,
  }));
  return inferConv({ ...call, args: { inChannels: channels, ...call.args } }, rank);
}
