/**
 * Conv1d, Conv2d, Conv3d and their lazy forms: PyTorch's cross-correlation.
 * https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
import {
  add,
  all,
  any,
  type Condition,
  type Dim,
  decide,
  divides,
  eq,
  floorDiv,
  ge,
  gt,
  le,
  mul,
  product,
  sub,
  symbol,
} from "../../dims/index.ts";
import {
  axes,
  axesOf,
  bool,
  dimOf,
  flagOf,
  int,
  ints,
  isList,
  needInt,
  needInts,
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
import { list, bool as pyBool, tuple } from "../python.ts";
import type { Arg, Args, Call, LayerSpec, Param, Problem, Shape } from "../spec.ts";
import { cellsOf, circularUnbatched, reflectText } from "./padding.ts";
import { slide, slideFormula, span } from "./window.ts";

export const PADDING_MODES = ["zeros", "reflect", "replicate", "circular"] as const;

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

function convSpec(rank: Rank, lazy: boolean): LayerSpec {
  const name = `${lazy ? "Lazy" : ""}Conv${rank}d`;
  return {
    name,
    kind: "layer",
    summary: `${rank}-d convolution${lazy ? " that learns inChannels from its first input" : ""}.`,
    docs: torchDocs(name),
    params: lazy ? shared : [inChannels, ...shared],
    check(call) {
      checkChannels(call, lazy, rank);
      checkPadding(call, rank);
    },
    infer: (call) => [lazy ? inferLazy(call, rank, name) : inferConv(call, rank)],
    parameters: (args) => (lazy ? {} : convParameters(args, rank)),
    macs: (args, [input], [output]) => convMacs(args, rank, input!, output!),
    formula: (args, [input], [output]) => convFormula(args, rank, input!, output!),
    window: (args) => windowsOf(args, rank),
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

/** The channel axis of a batched or unbatched input. */
export const channelsOf = (input: Shape, rank: Rank): Dim => dimOf(input?.[input.length - rank - 1]);

/** What the constructor refuses about channels and groups; lazy layers have no channels yet. */
export function checkChannels(
  { args, require }: Pick<Call, "args" | "require">,
  lazy: boolean,
  rank: Rank,
  transposed = false,
): void {
  const kernel = isList(args.kernelSize)
    ? args.kernelSize.map(dimOf)
    : new Array<Dim>(rank).fill(dimOf(args.kernelSize));
  const [rows, columns] = transposed ? ["inChannels", "outChannels"] : ["outChannels", "inChannels"];
  const weight = lazy
    ? [0, 0, ...kernel]
    : [dimOf(args[rows!]), floorDiv(dimOf(args[columns!]), dimOf(args.groups)), ...kernel];
  const groups = dimOf(args.groups);
  const ok = require(ge(groups, 1), () => ({
    code: "groups-divide",
    stage: "construct",
    at: { arg: "groups" },
    message: `needs a positive number of groups, not ${show(groups)}`,
    runtime: "groups must be a positive integer",
    exception: "ValueError",
    expected: 1,
    received: groups,
  }));
  if (!ok) return;
  if (!lazy)
    for (const name of ["inChannels", "outChannels"] as const) {
      const channels = dimOf(args[name]);
      if (!require(divides(groups, channels), () => groupsProblem(name, channels, groups))) return;
    }
  for (const name of lazy ? [] : (["inChannels", "outChannels"] as const)) {
    const value = dimOf(args[name]);
    if (!require(ge(value, 0), () => negativeSize(name, value, weight))) return;
  }
  for (const size of kernel) {
    if (!require(ge(size, 0), () => negativeSize("kernelSize", size, weight))) return;
  }
}

const groupsProblem = (name: "inChannels" | "outChannels", channels: Dim, groups: Dim): Problem => ({
  code: "groups-divide",
  stage: "construct",
  at: { arg: "groups" },
  message: `splits its channels into ${show(groups)} groups, but ${name} ${show(channels)} is not divisible by ${show(groups)}`,
  runtime: `${name === "inChannels" ? "in_channels" : "out_channels"} must be divisible by groups`,
  exception: "ValueError",
  received: channels,
});

const negativeSize = (name: string, value: Dim, weight: readonly Dim[]): Problem => ({
  code: "argument-negative",
  stage: "construct",
  at: { arg: name },
  message: `cannot have ${name} ${show(value)}: sizes are not negative`,
  runtime: `Trying to create tensor with negative dimension ${show(value)}: ${list(weight)}`,
  exception: "RuntimeError",
});

function checkPadding({ args, fail }: Pick<Call, "args" | "fail">, rank: Rank): void {
  const padding = wordOf(args.padding);
  if (padding !== undefined && padding !== "same" && padding !== "valid") {
    fail({
      code: "padding-mode",
      stage: "construct",
      at: { arg: "padding" },
      message: `takes padding "same", "valid" or numbers, not "${padding}"`,
      runtime: `Invalid padding string '${padding}', should be one of {'same', 'valid'}`,
      exception: "ValueError",
    });
  }
  const strides = axesOf(args.stride, rank);
  if (padding === "same" && strides?.some((s) => typeof s === "number" && s !== 1)) {
    fail({
      code: "same-stride",
      stage: "construct",
      at: { arg: "padding" },
      message: `cannot keep the size with padding "same" and stride ${show(strides.find((s) => s !== 1)!)}`,
      runtime: "padding='same' is not supported for strided convolutions",
      exception: "ValueError",
    });
  }
  const mode = wordOf(args.paddingMode);
  if (mode !== undefined && !PADDING_MODES.includes(mode as never)) {
    fail({
      code: "padding-mode",
      stage: "construct",
      at: { arg: "paddingMode" },
      message: `knows the padding modes ${PADDING_MODES.join(", ")}, not "${mode}"`,
      runtime: `padding_mode must be one of {'zeros', 'reflect', 'replicate', 'circular'}, but got padding_mode='${mode}'`,
      exception: "ValueError",
    });
  }
}

interface Geometry {
  readonly kernel: readonly Dim[];
  readonly stride: readonly Dim[];
  readonly dilation: readonly Dim[];
  readonly before: readonly Dim[];
  readonly after: readonly Dim[];
}

function geometryOf(call: Call, rank: Rank): Geometry {
  const kernel =
    isList(call.args.kernelSize) && call.args.kernelSize.length === 1 && rank > 1
      ? wrongKernel(call, rank)
      : axes(call, "kernelSize", rank);
  const stride = axes(call, "stride", rank);
  const dilation = axes(call, "dilation", rank);
  const padding = wordOf(call.args.padding);
  if (padding === "same") {
    const total = kernel.map((k, i) => mul(dilation[i]!, sub(k, 1)));
    const before = total.map((t) => floorDiv(t, 2));
    return { kernel, stride, dilation, before, after: total.map((t, i) => sub(t, before[i]!)) };
  }
  const sides = padding === "valid" ? new Array<Dim>(rank).fill(0) : paddingSides(call, rank);
  return { kernel, stride, dilation, before: sides, after: sides };
}

/** With a padding mode the sizes go to F.pad, which broadcasts no one-element tuple. */
function paddingSides(call: Call, rank: Rank): Dim[] {
  const { padding, paddingMode } = call.args;
  if (
    rank > 1 &&
    isList(padding) &&
    padding.length === 1 &&
    wordOf(paddingMode) !== "zeros" &&
    wordOf(paddingMode) !== undefined
  ) {
    call.fail({
      code: "tuple-length",
      stage: "forward",
      at: { arg: "padding" },
      message: `takes one padding or ${rank} in ${wordOf(paddingMode)} mode, not a list of one`,
      runtime: NO_SUCH_PADDING,
      exception: "NotImplementedError",
    });
  }
  return axes(call, "padding", rank);
}

/** PyTorch broadcasts one-element tuples of every argument but the kernel. */
function wrongKernel(call: Call, rank: Rank): Dim[] {
  call.fail({
    code: "tuple-length",
    stage: "forward",
    at: { arg: "kernelSize" },
    message: `takes one kernelSize or ${rank}, not a list of one`,
    runtime: `expected stride to be a single integer value or a list of 1 values to match the convolution dimensions, but got stride=${list(new Array(rank).fill(1))}`,
    exception: "RuntimeError",
  });
  return axesOf(call.args.kernelSize, rank)!;
}

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
  const geometry = geometryOf(call, rank);
  if (!input)
    return call.inputs[0] === null
      ? null
      : [
          ...(hintFor(outChannels, rank)!.slice(0, 1) as Dim[]),
          outChannels,
          ...new Array<Dim>(rank).fill(dimOf(undefined)),
        ];
  const empty = input.batch === undefined ? undefined : eq(input.batch, 0);
  const sizes = input.space.map((size, i) =>
    slide(
      size,
      geometry.before[i]!,
      geometry.after[i]!,
      span(geometry.kernel[i]!, geometry.dilation[i]!),
      geometry.stride[i]!,
    ),
  );
  const output = input.with(dimOf(args.inChannels) === 0 ? 0 : outChannels, sizes);
  const mode = wordOf(args.paddingMode);
  if (mode === "circular" && input.batch === undefined) {
    call.fail(circularUnbatched(rank));
    return output;
  }
  // “same” with an odd cell pads that one by itself, before the convolution
  const odd = input.space.map((_, i) => sub(geometry.after[i]!, geometry.before[i]!));
  const padded = padsFirst(args)
    ? input.with(
        input.channels,
        input.space.map((size, i) => add(size, add(geometry.before[i]!, geometry.after[i]!))),
      )!
    : odd.some((cell) => cell === 1)
      ? input.with(
          input.channels,
          input.space.map((size, i) => add(size, odd[i]!)),
        )!
      : call.inputs[0]!;
  if (
    (!padsFirst(args) || checkMode(call, input.space, geometry, rank)) &&
    require(ge(outChannels, 1), () => noFilters(args, rank)) &&
    checkSteps(call, geometry, empty) &&
    checkInputChannels(call, input.channels, rank, "conv-in-channels", convWeight(args, rank), false, padded)
  )
    checkSpace(call, input.space, geometry, rank, empty);
  return output;
}

/** Every mode but zeros goes through F.pad, whose errors come before the convolution's. */
const padsFirst = (args: Args): boolean => {
  const mode = wordOf(args.paddingMode);
  return mode !== undefined && mode !== "zeros";
};
const NO_SUCH_PADDING = "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now";

const noFilters = (args: Args, rank: Rank): Problem => ({
  code: "argument-negative",
  stage: "forward",
  at: { arg: "outChannels" },
  message: "has no filters: outChannels is 0",
  runtime: `Given groups=${show(dimOf(args.groups))}, expected weight to be at least 1 at dimension 0, but got weight of size ${list(convWeight(args, rank))} instead`,
  exception: "RuntimeError",
});

/** Stride and dilation at least 1, padding not negative (but for the modes that crop). */
function checkSteps(call: Call, geometry: Geometry, empty: Condition | undefined): boolean {
  const zeros = wordOf(call.args.paddingMode) === "zeros" && wordOf(call.args.padding) === undefined;
  const orEmpty = (condition: Condition): Condition => (empty ? any(empty, condition) : condition);
  return (
    (!zeros || requireSteps(call, "padding", geometry.before, 0, (c) => c)) &&
    requireSteps(call, "stride", geometry.stride, 1, (c) => c) &&
    requireSteps(call, "dilation", geometry.dilation, 1, orEmpty) &&
    requireSteps(call, "kernelSize", geometry.kernel, 1, orEmpty)
  );
}

const stepWords: Readonly<Record<string, string>> = {
  padding: "negative padding is not supported",
  outputPadding: "negative output_padding is not supported",
  stride: "non-positive stride is not supported",
  dilation: "non-positive dilation is not supported",
  kernelSize: "kernel size should be greater than zero",
};

/** kernel_height: 1 kernel_width: 0. PyTorch runs one axis as two, of which the first is 1 (or has no padding). */
export function sized(name: string, values: readonly Dim[], first: Dim = 1, between = " "): string {
  const all = values.length === 1 ? [first, ...values] : values;
  return all
    .map((value, i) => `${name}_${["depth", "height", "width"].slice(-all.length)[i]}: ${show(value)}`)
    .join(between);
}

/** Each of `values` is at least `least`; `relax` widens the condition, `text` is PyTorch's where it has another. */
export function requireSteps(
  call: Call,
  name: string,
  values: readonly Dim[],
  least: number,
  relax: (condition: Condition) => Condition,
  text?: string,
): boolean {
  return values.every((value) =>
    call.require(relax(ge(value, least)), () => ({
      code: name === "kernelSize" ? "kernel-size" : name === "outputPadding" ? "output-padding" : name,
      stage: "forward",
      at: { arg: name },
      message: `needs ${name} of at least ${least}, not ${show(value)}`,
      runtime:
        text ?? `${stepWords[name]}${name === "kernelSize" ? `, but got ${sized("kernel", values)}` : ""}`,
      exception: "RuntimeError",
      expected: least,
      received: value,
    })),
  );
}

/** The input has the channels that the weight was made for. Recognises inputs whose channels stand last. */
export function checkInputChannels(
  call: Call,
  received: Dim,
  rank: Rank,
  code: string,
  weight: readonly Dim[],
  transposed = false,
  padded: readonly Dim[] = call.inputs[0]!,
): boolean {
  const expected = dimOf(call.args.inChannels);
  const shape = call.inputs[0]!;
  const batched = shape.length === rank + 2 ? padded : [1, ...padded];
  return call.require(eq(expected, received), () => {
    const layout = shape.length === rank + 2 && looksChannelsLast(shape, expected);
    return {
      code: layout ? "layout" : code,
      stage: "forward",
      at: layout ? { input: 0 } : { arg: "inChannels" },
      message: layout
        ? `takes channels first, [N, ${show(expected)}, ${spaceNames(rank).join(", ")}]; the input ${showShape(shape)} has its ${show(expected)} channels last`
        : `expects ${show(expected)} input channels, receives ${show(received)}`,
      runtime: `Given ${transposed ? "transposed=1" : `groups=${show(dimOf(call.args.groups))}`}, weight of size ${list(weight)}, expected input${list(batched)} to have ${show(expected)} channels, but got ${show(received)} channels instead`,
      exception: "RuntimeError",
      expected: received,
      received: expected,
    };
  });
}

/**
 * [N, H, W, C] for a layer of C channels: the last axis fits, the one before does not, and either C is a picture's
 * (1, 3, 4) or the sides are equal. A map of 32 × 32 that a 32-channel layer receives is not taken for one.
 */
function looksChannelsLast(shape: readonly Dim[], expected: Dim): boolean {
  const sides = shape.slice(1, -1);
  if (shape.at(-1) !== expected || sides.at(-1) === expected) return false;
  return (typeof expected === "number" && expected <= 4) || sides.every((side) => side === sides[0]);
}

/** Axes are not empty, padding fits its mode, and the kernel fits the padded input. */
function checkSpace(
  call: Call,
  space: readonly Dim[],
  geometry: Geometry,
  rank: Rank,
  empty: Condition | undefined,
): boolean {
  const { require, args } = call;
  const orEmpty = (condition: Condition): Condition => (empty ? any(empty, condition) : condition);
  const mode = wordOf(args.paddingMode);
  const input = call.inputs[0]!;
  const rooms = space.map((size, i) => sub(size, sub(mul(-1, geometry.before[i]!), geometry.after[i]!)));
  const spans = space.map((_, i) => span(geometry.kernel[i]!, geometry.dilation[i]!));
  const tooLarge = kernelTooLargeText(rooms, spans);
  const early = spans.some((spanned, i) => decide(le(spanned, rooms[i]!)) === false);
  if (
    !require(orEmpty(all(...space.map((size) => ge(size, 1)))), () =>
      emptySpace(input, rank, early ? tooLarge : undefined))
  )
    return false;
  if (wordOf(args.padding) === "same" && mode === "zeros") return true;
  return space.every((_, i) =>
    require(le(spans[i]!, rooms[i]!), () => ({
      code: "kernel-too-large",
      stage: "forward",
      at: { arg: "kernelSize" },
      message: `has a kernel that spans ${show(spans[i]!)} cells, more than the ${show(rooms[i]!)} of the ${spaceNames(rank)[i]} axis (padding included)`,
      runtime: tooLarge,
      exception: "RuntimeError",
      expected: rooms[i]!,
      received: spans[i]!,
    })),
  );
}

const kernelTooLargeText = (rooms: readonly Dim[], spans: readonly Dim[]): string =>
  `Calculated padded input size per channel: (${rooms.map(show).join(" x ")}). Kernel size: (${spans.map(show).join(" x ")}). Kernel size can't be greater than actual input size`;

/** Input axes without cells. PyTorch runs one axis as two and gives an unbatched input a batch. */
export const emptySpace = (input: readonly Dim[], rank: Rank, runtime?: string): Problem => {
  const batched = input.length === rank + 2 ? input : [1, ...input];
  const seen = rank === 1 ? [...batched.slice(0, 2), 1, ...batched.slice(2)] : batched;
  return {
    code: "output-empty",
    stage: "forward",
    at: { input: 0 },
    message: `receives an empty input ${showShape(input)}`,
    runtime:
      runtime ?? `Only zero batch or zero channel inputs are supported, but got input shape: ${list(seen)}`,
    exception: "RuntimeError",
  };
};

/** Cells are mirrored or wrapped only as far as there are some. */
function checkMode(call: Call, space: readonly Dim[], geometry: Geometry, rank: Rank): boolean {
  const mode = wordOf(call.args.paddingMode)!;
  const input = call.inputs[0]!;
  if (mode !== "circular") {
    const cells = cellsOf(input, rank).map((size) => ge(size, 1));
    const some = call.require(all(...cells), () =>
      emptySpace(
        input,
        rank,
        `Expected ${rank + 1}D or ${rank + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${list(input)}`,
      ),
    );
    if (!some) return false;
  }
  if (mode === "replicate") return true;
  // F.pad begins with the last axis
  return [...space.keys()].reverse().every((i) => {
    const [size, before, after] = [space[i]!, geometry.before[i]!, geometry.after[i]!];
    return call.require(mode === "reflect" ? gt(size, after) : ge(size, after), () => ({
      code: "padding-mode",
      stage: "forward",
      at: { arg: "padding" },
      message: `pads ${show(after)} cells in ${mode} mode, more than an axis of ${show(size)} has to give`,
      runtime:
        mode === "circular"
          ? "Padding value causes wrapping around more than once."
          : reflectText(before, after, rank - 1 - i, rank, input),
      exception: "RuntimeError",
    }));
  });
}

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

/** [outChannels, inChannels / groups, …kernel] */
export function convWeight(args: Args, rank: Rank): Dim[] {
  return [
    dimOf(args.outChannels),
    floorDiv(dimOf(args.inChannels), dimOf(args.groups)),
    ...(axesOf(args.kernelSize, rank) ?? []),
  ];
}

function convParameters(args: Args, rank: Rank): Record<string, readonly Dim[]> {
  return { weight: convWeight(args, rank), ...(flagOf(args.bias) && { bias: [dimOf(args.outChannels)] }) };
}

/** Every output value is a sum over the kernel and the channels of one group. */
function convMacs(args: Args, rank: Rank, input: Shape, output: Shape): Dim {
  if (!output) return dimOf(undefined);
  const perValue = product([
    floorDiv(channelsOf(input, rank), dimOf(args.groups)),
    ...(axesOf(args.kernelSize, rank) ?? [dimOf(undefined)]),
  ]);
  return mul(product(output), perValue);
}

function convFormula(args: Args, rank: Rank, input: Shape, output: Shape): string[] {
  const kernel = axesOf(args.kernelSize, rank);
  const stride = axesOf(args.stride, rank);
  const dilation = axesOf(args.dilation, rank);
  if (!input || !output || !kernel || !stride || !dilation) return [];
  if (wordOf(args.padding) === "same")
    return spaceNames(rank).map((name, i) => `${name}: same padding keeps ${show(output.at(i - rank)!)}`);
  const padding =
    wordOf(args.padding) === "valid" ? new Array<Dim>(rank).fill(0) : (axesOf(args.padding, rank) ?? []);
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

function windowsOf(args: Args, rank: Rank) {
  const kernel = axesOf(args.kernelSize, rank) ?? [];
  const stride = axesOf(args.stride, rank) ?? [];
  const dilation = axesOf(args.dilation, rank) ?? [];
  const same = wordOf(args.padding) === "same";
  const padding =
    wordOf(args.padding) === "valid" ? new Array<Dim>(rank).fill(0) : (axesOf(args.padding, rank) ?? []);
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
