/** What convolutions and transposed convolutions alike refuse: channels, groups, steps, empty inputs. PyTorch's conditions and words. */
import { type Condition, type Dim, divides, eq, floorDiv, ge } from "../../dims/index.ts";
import { dimOf, isList } from "../arguments.ts";
import { type SpecCode, type StepName, stepCode } from "../codes.ts";
import { type Rank, show, showShape, spaceNames } from "../layer.ts";
import { list } from "../python.ts";
import type { Call, Problem } from "../spec.ts";

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

export const groupsProblem = (name: "inChannels" | "outChannels", channels: Dim, groups: Dim): Problem => ({
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

const stepWords: Readonly<Record<StepName, string>> = {
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
  name: StepName,
  values: readonly Dim[],
  least: number,
  relax: (condition: Condition) => Condition,
  text?: string,
): boolean {
  return values.every((value) =>
    call.require(relax(ge(value, least)), () => ({
      code: stepCode(name),
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
  code: SpecCode,
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
        : `expects ${show(expected)} input channel${expected === 1 ? "" : "s"}, receives ${show(received)}`,
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
